import { relative } from 'node:path';
import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';
import { shortPath } from '../shortPath.ts';

const MOST_FILES = 300;
const IS_CONFIG = /^["']?(?:model_list|litellm_settings|router_settings)["']?\s*:/m;

interface ConfigItem extends vscode.QuickPickItem {
  /** Undefined is the home's own config. */
  readonly file: vscode.Uri | undefined;
  readonly browse?: boolean;
}

/** Lets the user choose the config that the gateway runs on, and writes it to the settings. */
export async function selectConfig(homeConfig: string): Promise<void> {
  const items: readonly ConfigItem[] = [
    ...(await workspaceConfigs()),
    { label: vscode.l10n.t("Torii's own"), description: shortPath(homeConfig), file: undefined },
    { label: vscode.l10n.t('Another file…'), file: undefined, browse: true },
  ];
  const placeHolder = readSettings().configFile ?? shortPath(homeConfig);
  const title = vscode.l10n.t('Config that Torii runs on');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (chosen === undefined) return;
  const file = chosen.browse === true ? await browse() : chosen.file;
  if (chosen.browse === true && file === undefined) return;
  await takeConfig(file);
}

/** Writes the setting: for this workspace where the file is part of it. The editor then offers to restart the gateway. */
export async function takeConfig(file: vscode.Uri | undefined): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const isInside = file !== undefined && folder !== undefined && vscode.workspace.getWorkspaceFolder(file) === folder;
  const section = vscode.workspace.getConfiguration('torii');
  const inWorkspace = section.inspect<string>('configFile')?.workspaceValue !== undefined;
  const target = isInside || inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const value = file === undefined ? undefined : isInside ? relative(folder.uri.fsPath, file.fsPath) : file.fsPath;
  await section.update('configFile', value, target);
  void vscode.window.showInformationMessage(
    file === undefined
      ? vscode.l10n.t("Torii runs on its own config from the proxy's next start.")
      : vscode.l10n.t("Torii runs on {0} from the proxy's next start.", shortPath(file.fsPath)),
  );
}

/** YAML files of the workspace that look like a config. */
async function workspaceConfigs(): Promise<readonly ConfigItem[]> {
  const files = await vscode.workspace.findFiles('**/*.{yaml,yml}', '**/node_modules/**', MOST_FILES);
  const found = await Promise.all(files.map(async (file) => ((await looksRight(file)) ? [file] : [])));
  return found.flat().map((file) => ({ label: vscode.workspace.asRelativePath(file), file }));
}

async function looksRight(file: vscode.Uri): Promise<boolean> {
  try {
    return IS_CONFIG.test(Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8'));
  } catch {
    return false;
  }
}

async function browse(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ filters: { YAML: ['yaml', 'yml'] }, canSelectMany: false });
  return chosen?.[0];
}
