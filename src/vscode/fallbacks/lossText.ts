import * as vscode from 'vscode';
import type { FallbackChain } from '../../protocol/routing.ts';

type Loss = FallbackChain['fallbacks'][number]['losses'][number];
export type Reliance = Loss['capability'];

/** What can be relied on, as a person calls it. */
export function relianceName(name: Reliance): string {
  const names: Readonly<Record<Reliance, string>> = {
    tools: vscode.l10n.t('tools'),
    images: vscode.l10n.t('images'),
    documents: vscode.l10n.t('documents'),
    thinking: vscode.l10n.t('thinking'),
    promptCaching: vscode.l10n.t('prompt caching'),
    contextWindow: vscode.l10n.t('context window'),
  };
  return names[name];
}

/** What Torii does about a request that relies on it. */
function remedyText(name: Reliance): string {
  const texts: Readonly<Record<Reliance, string>> = {
    promptCaching: vscode.l10n.t('Torii leaves cache points out there: the whole prompt is paid at the input price.'),
    tools: vscode.l10n.t(
      'Requests with tools are refused there and the next model is asked; with drop_params Torii leaves the tools out.',
    ),
    images: vscode.l10n.t('Requests with images are refused there, and the next model is asked.'),
    documents: vscode.l10n.t('Requests with documents are refused there, and the next model is asked.'),
    thinking: vscode.l10n.t('Torii leaves the wish to think out there, and earlier thinking too.'),
    contextWindow: vscode.l10n.t(
      'Prompts that do not fit are refused there, and the context window fallbacks are asked.',
    ),
  };
  return texts[name];
}

/** `loses prompt caching, thinking`; undefined where nothing is lost. */
export function lossLine(losses: readonly Loss[]): string | undefined {
  if (losses.length === 0) return undefined;
  return vscode.l10n.t('loses {0}', losses.map(({ capability }) => relianceName(capability)).join(', '));
}

/** One line for each loss: what, and what becomes of it. */
export function lossTooltip(name: string, losses: readonly Loss[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(name).appendMarkdown('\n\n');
  for (const { capability } of losses) {
    tooltip
      .appendMarkdown('- ')
      .appendText(`${relianceName(capability)}: ${remedyText(capability)}`)
      .appendMarkdown('\n');
  }
  return tooltip;
}

/** A model of a chain, the same in every tree: what it loses in words and colour, and whether anybody answers to it. */
export function dressTarget(item: vscode.TreeItem, { model, known, losses }: FallbackChain['fallbacks'][number]): void {
  const warning = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.iconPath = new vscode.ThemeIcon('arrow-small-right');
  if (!known) {
    item.description = vscode.l10n.t('no such model');
    item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    item.tooltip = vscode.l10n.t('Nothing in the config answers to {0}: it is passed over.', model);
    return;
  }
  const line = lossLine(losses);
  if (line === undefined) return;
  item.description = line;
  item.iconPath = warning;
  item.tooltip = lossTooltip(model, losses);
}
