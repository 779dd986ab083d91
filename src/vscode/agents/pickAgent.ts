import * as vscode from 'vscode';
import { type AgentId, agentIds } from '../../clients/agent.ts';
import type { AgentSetup } from '../../clients/agentSetup.ts';
import { shortPath } from '../shortPath.ts';
import { findAgentExtension } from './agentExtension.ts';

interface AgentItem extends vscode.QuickPickItem {
  readonly id: AgentId;
}

/** Every agent but Cline, which has a command of its own; those that are found here come first. */
export async function pickAgent(setupOf: (id: AgentId) => AgentSetup): Promise<AgentId | undefined> {
  const others = agentIds
    .filter((id) => id !== 'cline')
    .map((id) => ({ setup: setupOf(id), found: isFound(setupOf(id)) }));
  const items = others.toSorted((left, right) => Number(right.found) - Number(left.found)).map(toItem);
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Configure Other Agent'),
    placeHolder: vscode.l10n.t('Choose the agent that shall use Torii'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.id;
}

/** An agent whose settings Torii has written, and not put back since. Undefined where there is none, which is then said. */
export async function pickConfiguredAgent(setupOf: (id: AgentId) => AgentSetup): Promise<AgentId | undefined> {
  const configured = agentIds.filter((id) => setupOf(id).isConfigured());
  if (configured.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Torii has changed no agent’s settings.'));
    return undefined;
  }
  const items = configured.map((id) => ({ id, label: setupOf(id).agent.title }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Restore Agent Settings'),
    placeHolder: vscode.l10n.t('Choose the agent whose old settings shall come back'),
  });
  return chosen?.id;
}

function isFound(setup: AgentSetup): boolean {
  return findAgentExtension(setup.agent.id) !== undefined || setup.detect().found;
}

function toItem({ setup, found }: { readonly setup: AgentSetup; readonly found: boolean }): AgentItem {
  const { agent } = setup;
  const { programs, dataDir } = setup.detect();
  const version = findAgentExtension(agent.id)?.version ?? programs[0]?.version ?? '';
  const description = found ? version : vscode.l10n.t('not found here');
  return { id: agent.id, label: agent.title, description, detail: shortPath(dataDir) };
}
