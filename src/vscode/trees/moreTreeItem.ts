import * as vscode from 'vscode';
import type { CommandId } from '../commandIds.ts';
import { formatCount } from '../figures.ts';
import type { MoreNode } from './growingList.ts';

/** `command` shows more of the list. */
export function moreTreeItem({ left }: MoreNode, command: CommandId): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more…'));
  item.id = `more:${command}`;
  if (left !== undefined) item.description = vscode.l10n.t('{0} more', formatCount(left));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'torii.more';
  item.command = { command, title: vscode.l10n.t('Show more…') };
  return item;
}
