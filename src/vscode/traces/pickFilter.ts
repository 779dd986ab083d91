import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { pickModel } from '../fallbacks/pickChain.ts';
import { readKeys } from '../keys/keysTree.ts';
import { isFiltered, type TraceFilter } from './traceNodes.ts';

type Choice = vscode.QuickPickItem & { readonly change: () => Promise<TraceFilter | undefined> };

/** The filter with one part of it changed; undefined where nothing was chosen. */
export async function pickFilter(client: GatewayClient, now: TraceFilter): Promise<TraceFilter | undefined> {
  const all: Choice = { label: vscode.l10n.t('Show everything'), change: async () => ({}) };
  const choices: readonly Choice[] = [
    { label: vscode.l10n.t('Model…'), description: now.model ?? '', change: () => byModel(client, now) },
    { label: vscode.l10n.t('Failed only'), change: async () => ({ ...now, status: 'failure' }) },
    { label: vscode.l10n.t('Succeeded only'), change: async () => ({ ...now, status: 'success' }) },
    { label: vscode.l10n.t('Key…'), description: now.key ?? '', change: () => byKey(client, now) },
    ...(isFiltered(now) ? [all] : []),
  ];
  const title = vscode.l10n.t('Which requests shall be shown?');
  return await (await vscode.window.showQuickPick(choices, { title }))?.change();
}

async function byModel(client: GatewayClient, now: TraceFilter): Promise<TraceFilter | undefined> {
  const { groups } = await client.models();
  const model = await pickModel(
    groups.map(({ name }) => name),
    vscode.l10n.t('Model'),
  );
  return model === undefined ? undefined : { ...now, model };
}

async function byKey(client: GatewayClient, now: TraceFilter): Promise<TraceFilter | undefined> {
  const aliases = (await readKeys(client)).flatMap(({ key_alias: alias }) => alias ?? []);
  const key = await vscode.window.showQuickPick(aliases, { title: vscode.l10n.t('Key') });
  return key === undefined ? undefined : { ...now, key };
}
