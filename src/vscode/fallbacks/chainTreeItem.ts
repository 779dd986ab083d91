import * as vscode from 'vscode';
import type { ChainKind, ChainNode } from './chainNodes.ts';
import { dressTarget, lossLine } from './lossText.ts';

/** How a node of the tree of fallbacks looks. */
export function chainTreeItem(node: ChainNode): vscode.TreeItem {
  if (node.kind === 'chainKind') return kindItem(node);
  return node.kind === 'chain' ? chainItem(node) : targetItem(node);
}

export function kindName(kind: ChainKind): string {
  const names: Readonly<Record<ChainKind, string>> = {
    general: vscode.l10n.t('General'),
    context_window: vscode.l10n.t('Context window'),
    content_policy: vscode.l10n.t('Content policy'),
    default: vscode.l10n.t('Default'),
  };
  return names[kind];
}

function kindHelp(kind: ChainKind): string {
  const texts: Readonly<Record<ChainKind, string>> = {
    general: vscode.l10n.t('Asked, in order, when every deployment of a model has failed.'),
    context_window: vscode.l10n.t('Asked when a prompt is too long for a model.'),
    content_policy: vscode.l10n.t("Asked when a provider's content filter refuses a request."),
    default: vscode.l10n.t('Asked for every model without a chain of its own.'),
  };
  return texts[kind];
}

function kindItem({ of, chains }: Extract<ChainNode, { kind: 'chainKind' }>): vscode.TreeItem {
  const open = chains.length > 0;
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(kindName(of), open ? Expanded : None);
  item.id = `kind:${of}`;
  if (!open) item.description = vscode.l10n.t('none');
  item.tooltip = kindHelp(of);
  item.iconPath = new vscode.ThemeIcon('list-ordered');
  item.contextValue = of === 'default' ? 'torii.defaultChain' : 'torii.chainKind';
  return item;
}

function chainItem({ chain }: Extract<ChainNode, { kind: 'chain' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(chain.model ?? '', vscode.TreeItemCollapsibleState.Expanded);
  item.id = `chain:${chain.kind}:${chain.model}`;
  item.iconPath = new vscode.ThemeIcon('arrow-swap');
  item.contextValue = 'torii.chain';
  const lost = chain.fallbacks.flatMap(({ losses }) => losses);
  const unique = lost.filter((loss, at) => lost.findIndex(({ capability }) => capability === loss.capability) === at);
  const line = lossLine(unique);
  if (chain.fallbacks.length === 0) item.description = vscode.l10n.t('no fallback at all');
  if (line !== undefined) {
    item.description = line;
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  }
  return item;
}

function targetItem({ chain, position }: Extract<ChainNode, { kind: 'chainTarget' }>): vscode.TreeItem {
  const target = chain.fallbacks[position];
  const item = new vscode.TreeItem(`${position + 1}. ${target?.model ?? ''}`);
  item.id = `target:${chain.kind}:${chain.model}:${position}`;
  item.contextValue = 'torii.fallback';
  if (target !== undefined) dressTarget(item, target);
  return item;
}
