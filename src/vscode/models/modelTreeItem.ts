import * as vscode from 'vscode';
import type { DeploymentSummary } from '../../protocol/api.ts';
import { dressTarget, relianceName } from '../fallbacks/lossText.ts';
import { formatPrice } from '../money.ts';
import { healthText, priceText } from './deploymentText.ts';
import { capabilities, type ModelNode } from './modelNodes.ts';

type Node<K extends ModelNode['kind']> = Extract<ModelNode, { kind: K }>;

/** How a node looks. `now` is epoch ms: cooldowns show what is left of them. */
export function modelTreeItem(node: ModelNode, now: number): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'deployment':
      return deploymentItem(node, now);
    case 'fallbacks':
      return fallbacksItem(node);
    case 'fallback':
      return fallbackItem(node);
  }
}

function groupItem({ group }: Node<'group'>): vscode.TreeItem {
  const item = new vscode.TreeItem(group.name, vscode.TreeItemCollapsibleState.Collapsed);
  const count = group.deployments.length;
  item.id = `group:${group.name}`;
  item.description = count === 1 ? vscode.l10n.t('1 deployment') : vscode.l10n.t('{0} deployments', count);
  item.iconPath = new vscode.ThemeIcon('layers');
  item.contextValue = group.deployments.some(({ mode }) => mode === 'chat') ? 'torii.chatGroup' : 'torii.group';
  if (group.aliases.length > 0) item.tooltip = vscode.l10n.t('Also known as {0}', group.aliases.join(', '));
  return item;
}

function deploymentItem({ group, deployment }: Node<'deployment'>, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${deployment.provider}/${deployment.model}`);
  item.id = `deployment:${group.name}:${deployment.id}`;
  item.description = [deployment.region, priceText(deployment), healthText(deployment, now)]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = healthIcon(deployment);
  item.contextValue = deployment.source === null ? 'torii.deployment' : 'torii.deployment.sourced';
  item.tooltip = deploymentTooltip(deployment);
  return item;
}

function fallbacksItem({ group, inherited }: Node<'fallbacks'>): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Fallbacks'), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `fallbacks:${group.name}`;
  item.iconPath = new vscode.ThemeIcon('arrow-swap');
  item.contextValue = 'torii.fallbacks';
  if (inherited) item.description = vscode.l10n.t('the default chain');
  return item;
}

function fallbackItem({ group, position, target, inherited }: Node<'fallback'>): vscode.TreeItem {
  const item = new vscode.TreeItem(`${position + 1}. ${target.model}`);
  item.id = `fallback:${group.name}:${position}`;
  item.contextValue = inherited ? 'torii.inheritedFallback' : 'torii.fallback';
  dressTarget(item, target);
  return item;
}

function healthIcon({ health }: DeploymentSummary): vscode.ThemeIcon {
  if (health === 'ready') return new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('testing.iconPassed'));
  if (health === 'cooling') return new vscode.ThemeIcon('clock', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('circle-slash');
}

function deploymentTooltip(deployment: DeploymentSummary): vscode.MarkdownString {
  const { supports, maxInputTokens, maxOutputTokens, inputPrice, outputPrice } = deployment;
  const can = capabilities.filter((name) => supports[name]).map(relianceName);
  const tooltip = new vscode.MarkdownString();
  const lines = [
    `${deployment.provider}/${deployment.model}`,
    inputPrice === null || outputPrice === null
      ? vscode.l10n.t('Price unknown')
      : vscode.l10n.t('{0} in, {1} out per million tokens', formatPrice(inputPrice), formatPrice(outputPrice)),
    tokensText(maxInputTokens, maxOutputTokens),
    can.length === 0 ? '' : vscode.l10n.t('Can do: {0}', can.join(', ')),
    deployment.apiBase ?? '',
  ];
  for (const line of lines.filter((text) => text !== '')) tooltip.appendText(line).appendMarkdown('\n\n');
  return tooltip;
}

function tokensText(input: number | null, output: number | null): string {
  if (input === null) return '';
  const read = input.toLocaleString(vscode.env.language);
  if (output === null) return vscode.l10n.t('{0} tokens in', read);
  return vscode.l10n.t('{0} tokens in, {1} out', read, output.toLocaleString(vscode.env.language));
}
