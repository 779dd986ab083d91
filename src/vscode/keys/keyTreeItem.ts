import * as vscode from 'vscode';
import { fromUsd } from '../../domain/money.ts';
import { joined } from '../figures.ts';
import { formatCost } from '../money.ts';
import { type KeyNode, type KeyRow, nameOf, shareOf, spendBar } from './keyNodes.ts';

const WARN = 0.8;
const ALARM = 0.95;

/** A key with its spend against its budget. `now` is epoch ms. */
export function keyTreeItem({ key }: KeyNode, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem(nameOf(key));
  item.id = `key:${key.token}`;
  item.description = joined(stateText(key, now), spendText(key));
  item.iconPath = keyIcon(key, now);
  item.contextValue = key.blocked === true ? 'torii.key.blocked' : 'torii.key';
  item.tooltip = tooltipOf(key);
  const share = shareOf(key);
  const percent = share === undefined ? undefined : vscode.l10n.t('{0} % of the budget', Math.round(share * 100));
  item.accessibilityInformation = { label: joined(nameOf(key), stateText(key, now), amounts(key), percent) };
  return item;
}

function spendText(key: KeyRow): string {
  const share = shareOf(key);
  return share === undefined ? amounts(key) : `${amounts(key)} ${spendBar(share)}`;
}

function amounts({ spend, max_budget: budget }: KeyRow): string {
  const spent = formatCost(fromUsd(spend ?? 0));
  return budget === null || budget === undefined ? spent : `${spent} / ${formatCost(fromUsd(budget))}`;
}

function isExpired({ expires }: KeyRow, now: number): boolean {
  return typeof expires === 'string' && Date.parse(expires) <= now;
}

function stateText(key: KeyRow, now: number): string | undefined {
  if (key.blocked === true) return vscode.l10n.t('blocked');
  return isExpired(key, now) ? vscode.l10n.t('expired') : undefined;
}

function keyIcon(key: KeyRow, now: number): vscode.ThemeIcon {
  if (key.blocked === true || isExpired(key, now)) return new vscode.ThemeIcon('circle-slash');
  const share = shareOf(key) ?? 0;
  if (share >= ALARM) return new vscode.ThemeIcon('key', new vscode.ThemeColor('list.errorForeground'));
  return new vscode.ThemeIcon('key', share >= WARN ? new vscode.ThemeColor('list.warningForeground') : undefined);
}

function tooltipOf(key: KeyRow): string {
  const { budget_duration: duration, budget_reset_at: resets, expires, models } = key;
  const day = (iso: string) => new Date(iso).toLocaleString(vscode.env.language);
  const lines = [
    joined(nameOf(key), key.key_name),
    amounts(key),
    typeof duration === 'string' ? vscode.l10n.t('The budget begins anew every {0}.', duration) : '',
    typeof resets === 'string' ? vscode.l10n.t('Next time: {0}', day(resets)) : '',
    typeof expires === 'string' ? vscode.l10n.t('Expires: {0}', day(expires)) : '',
    models !== null && models !== undefined && models.length > 0 ? vscode.l10n.t('Models: {0}', models.join(', ')) : '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}
