import * as vscode from 'vscode';
import { type ChainKind, chainKinds } from './chainNodes.ts';
import { kindName } from './chainTreeItem.ts';

/** Undefined where nothing was chosen. */
export async function pickKind(): Promise<ChainKind | undefined> {
  const items = chainKinds.map((of) => ({ label: kindName(of), of }));
  const options = { title: vscode.l10n.t('When shall the fallback be asked?') };
  return (await vscode.window.showQuickPick(items, options))?.of;
}

export async function pickModel(names: readonly string[], title: string): Promise<string | undefined> {
  if (names.length > 0) return await vscode.window.showQuickPick(names, { title });
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no further model in the config.'));
  return undefined;
}
