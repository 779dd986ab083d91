import * as vscode from 'vscode';
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

/** Opens the config at the lines of a deployment. */
export async function openModelInConfig(node?: ToriiNode | string): Promise<void> {
  if (typeof node === 'string' || node?.kind !== 'deployment' || node.deployment.source === null) return;
  const { file, line } = node.deployment.source;
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(position, position) });
}
