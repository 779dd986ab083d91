import * as vscode from 'vscode';
import { chatGroups } from '../../apiClient/agentModel.ts';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { ModelGroup } from '../../protocol/api.ts';
import { formatPrice } from '../money.ts';
import { offer } from '../offer.ts';

interface GroupItem extends vscode.QuickPickItem {
  readonly group: ModelGroup;
}

/** Lets the user choose a group that can chat; undefined if they did not, or if there is none (which is then said). */
export async function pickModelGroup(client: GatewayClient, title: string): Promise<ModelGroup | undefined> {
  const groups = chatGroups((await client.models()).groups);
  if (groups.length === 0) {
    const none = vscode.l10n.t('The config has no chat model. Add one to model_list first.');
    void offer(none, vscode.l10n.t('Open Config'), 'torii.openConfig');
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(groups.map(toItem), {
    title,
    placeHolder: vscode.l10n.t('Choose a model group'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.group;
}

function toItem(group: ModelGroup): GroupItem {
  const [first] = group.deployments;
  return { label: group.name, description: first === undefined ? '' : describe(first), group };
}

function describe({ provider, model, inputPrice, outputPrice }: ModelGroup['deployments'][number]): string {
  if (inputPrice === null || outputPrice === null) return `${provider}/${model}`;
  return `${provider}/${model} · ${formatPrice(inputPrice)}/${formatPrice(outputPrice)}`;
}
