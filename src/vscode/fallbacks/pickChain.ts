import * as vscode from 'vscode';
import type { Routing } from '../../protocol/routing.ts';
import { type ChainKind, chainKinds } from './chainNodes.ts';
import type { ChainRef } from './chainRef.ts';
import { kindName } from './chainTreeItem.ts';

/** Undefined where nothing was chosen. */
export async function pickKind(): Promise<ChainKind | undefined> {
  const items = chainKinds.map((of) => ({ label: kindName(of), of }));
  const options = { title: vscode.l10n.t('When shall the fallback be asked?') };
  return (await vscode.window.showQuickPick(items, options))?.of;
}

/** A place in one of the chains; undefined where there is none, which is told, or none was chosen. */
export async function pickTarget({ chains }: Routing): Promise<ChainRef | undefined> {
  const items = chains.flatMap(({ kind, model, fallbacks }) => {
    const names = fallbacks.map((target) => target.model);
    const chain = model === null ? kindName(kind) : `${kindName(kind)} → ${model}`;
    return names.map((name, position) => ({
      label: `${position + 1}. ${name}`,
      description: chain,
      ref: { kind, model: model ?? undefined, names, position },
    }));
  });
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no fallbacks yet.'));
    return undefined;
  }
  const title = vscode.l10n.t('Choose a fallback');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.ref;
}

export async function pickModel(names: readonly string[], title: string): Promise<string | undefined> {
  if (names.length > 0) return await vscode.window.showQuickPick(names, { title, ignoreFocusOut: true });
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no further model in the config.'));
  return undefined;
}
