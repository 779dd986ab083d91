import * as vscode from 'vscode';
import { obtainAgentKey } from '../../apiClient/agentKey.ts';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { AgentSetup } from '../../clients/agentSetup.ts';
import { manualSettings } from '../../clients/manualSettings.ts';
import { toChoice, type Wishes } from './agentChoice.ts';
import { findAgentExtension } from './agentExtension.ts';

/** For an extension whose settings are out of reach: offers what to enter there, with a key made for it, to copy. */
export async function tellSettingsByHand(client: GatewayClient, setup: AgentSetup, wishes: Wishes): Promise<void> {
  const { agent } = setup;
  const copy = vscode.l10n.t('Copy Settings');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} {1} keeps its settings inside the editor, out of reach. Update it to {2} or later, or copy the settings and enter them there.',
      agent.title,
      findAgentExtension(agent.id)?.version ?? '',
      agent.firstExtension ?? '',
    ),
    copy,
  );
  if (answer !== copy) return;
  const request = { alias: agent.id, inUse: [], maxBudget: wishes.maxBudget, rotate: true, now: Date.now() };
  const { key } = await obtainAgentKey(client, request);
  await vscode.env.clipboard.writeText(manualSettings(toChoice(client.baseUrl, wishes), key));
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Copied the address, a key and the model for {0}.', agent.title),
  );
}
