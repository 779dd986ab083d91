import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { DeploymentSummary } from '../../protocol/api.ts';
import { readSettings } from '../settings.ts';
import { isFile, type SharedHome } from '../sharedHome.ts';
import type { ToriiNode } from '../trees/toriiNode.ts';

/** Opens the config file in force. */
export async function openConfig(home: SharedHome, start: () => Promise<void>): Promise<void> {
  const path = configPath(home);
  if (await isFile(path)) {
    await vscode.window.showTextDocument(vscode.Uri.file(path));
    return;
  }
  const startProxy = vscode.l10n.t('Start Proxy');
  const missing = vscode.l10n.t('There is no config file at {0}. The first start of the proxy makes one.', path);
  if ((await vscode.window.showWarningMessage(missing, startProxy)) === startProxy) await start();
}

/** Where the config file stands: the setting, relative to the first folder of the workspace, else the home's own. */
export function configPath(home: SharedHome): string {
  const base = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return home.configFile(readSettings().configFile, base);
}

/** Opens the config at the lines of a deployment, which is chosen where the command comes from the palette. */
export async function openModelInConfig(
  clientOf: () => Promise<GatewayClient | undefined>,
  node?: ToriiNode | string,
): Promise<void> {
  const isNode = typeof node !== 'string' && node?.kind === 'deployment';
  const source = isNode ? node.deployment.source : await pickSource(clientOf);
  if (source === null || source === undefined) return;
  const { file, line } = source;
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(position, position) });
}

async function pickSource(
  clientOf: () => Promise<GatewayClient | undefined>,
): Promise<DeploymentSummary['source'] | undefined> {
  const groups = (await (await clientOf())?.models())?.groups ?? [];
  const items = groups.flatMap(({ name, deployments }) =>
    deployments.flatMap(({ provider, model, source }) =>
      source === null ? [] : [{ label: name, description: `${provider}/${model}`, source }],
    ),
  );
  const title = vscode.l10n.t('Model');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.source;
}
