import { relative } from 'node:path';
import * as vscode from 'vscode';
import { configLine } from '../restartHint.ts';
import { readSettings } from '../settings.ts';
import { shortPath } from '../shortPath.ts';

const MOST_FILES = 300;
const IS_CONFIG = /^["']?(?:model_list|litellm_settings|router_settings)["']?\s*:/m;

interface ConfigItem extends vscode.QuickPickItem {
  /** Undefined is the home's own config. */
  readonly file: vscode.Uri | undefined;
  readonly browse?: boolean;
}

/** Whether there is a gateway at present. */
export type IsLive = () => boolean;

/** Lets the user choose the config that the gateway runs on, and writes it to the settings. */
export async function selectConfig(homeConfig: string, isLive: IsLive): Promise<void> {
  const items: readonly ConfigItem[] = [
    ...(await workspaceConfigs()),
    { label: vscode.l10n.t("Torii's own"), description: shortPath(homeConfig), file: undefined },
    { label: vscode.l10n.t('Another file…'), file: undefined, browse: true },
  ];
  const placeHolder = readSettings().configFile ?? shortPath(homeConfig);
  const title = vscode.l10n.t('Config that Torii runs on');
  const options = { title, placeHolder, matchOnDescription: true, ignoreFocusOut: true };
  const chosen = await vscode.window.showQuickPick(items, options);
  if (chosen === undefined) return;
  const file = chosen.browse === true ? await browse() : chosen.file;
  if (chosen.browse === true && file === undefined) return;
  await takeConfig(file, isLive);
}

/** Writes the setting: for this workspace where the file is part of it. A gateway that runs on another one is offered a restart. */
export async function takeConfig(file: vscode.Uri | undefined, isLive: IsLive): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const isInside = file !== undefined && folder !== undefined && vscode.workspace.getWorkspaceFolder(file) === folder;
  const section = vscode.workspace.getConfiguration('torii');
  const { workspaceValue, globalValue } = section.inspect<string>('configFile') ?? {};
  const inWorkspace = workspaceValue !== undefined;
  const target = isInside || inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  // Where the workspace's value merely went, the user's would come into force: an empty one stands for Torii's own.
  const own = inWorkspace && globalValue !== undefined ? '' : undefined;
  const value = file === undefined ? own : isInside ? relative(folder.uri.fsPath, file.fsPath) : file.fsPath;
  const before = readSettings().configFile;
  await section.update('configFile', value, target);
  // Else the offer says the same.
  const isOffered = isLive() && readSettings().configFile !== before;
  if (!isOffered) void vscode.window.showInformationMessage(configLine());
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
