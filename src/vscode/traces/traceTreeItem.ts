import * as vscode from 'vscode';
import { formatCount, formatDuration, formatTime, joined } from '../figures.ts';
import { noteLine, said } from '../gatewayWords.ts';
import { formatCost } from '../money.ts';
import { moreTreeItem } from '../trees/moreTreeItem.ts';
import { type Attempt, type Outcome, outcomeOf, type TraceNode } from './traceNodes.ts';

type Node<K extends TraceNode['kind']> = Extract<TraceNode, { kind: K }>;

/** How a node of the tree of traces looks. `now` is epoch ms. */
export function traceTreeItem(node: TraceNode, now: number): vscode.TreeItem {
  if (node.kind === 'more') return moreTreeItem(node, 'torii.showMoreTraces');
  if (node.kind === 'task') return taskItem(node, now);
  return node.kind === 'request' ? requestItem(node, now) : attemptItem(node);
}

function taskItem({ task }: Node<'task'>, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem(taskTitle(task, now), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `task:${task.id}`;
  item.description = joined(costText(task.cost, task.unknownCostRequests > 0), String(task.requests));
  item.iconPath = outcomeIcon(task.failures > 0 ? 'failure' : task.fallbacks > 0 ? 'fell-back' : 'success', 'comment');
  item.contextValue = 'torii.task';
  const lines = [
    task.title,
    joined(task.client ?? undefined, task.models.join(', ')),
    vscode.l10n.t('{0} requests, {1} failed', task.requests, task.failures),
    vscode.l10n.t('{0} tokens in, {1} out', formatCount(task.inputTokens), formatCount(task.outputTokens)),
    `${formatTime(task.firstAt, now)} – ${formatTime(task.lastAt, now)}`,
  ];
  item.tooltip = lines.filter((line) => line !== '').join('\n');
  return item;
}

/** Where nothing better is known, who works, and since when on the clock here: a date would push the cost out of sight. */
function taskTitle({ title, titleFrom, firstAt }: Node<'task'>['task'], now: number): string {
  return titleFrom === 'prompt' ? title : joined(title.replace(/, [^,]*$/, ''), formatTime(firstAt, now));
}

function requestItem({ request }: Node<'request'>, now: number): vscode.TreeItem {
  const { startedAt, durationMs, inputTokens, outputTokens, cost, modelGroup } = request;
  const outcome = outcomeOf(request);
  const item = new vscode.TreeItem(formatTime(startedAt, now), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `request:${request.callId}`;
  const tokens = inputTokens === null ? undefined : formatCount(inputTokens + (outputTokens ?? 0));
  const outcomeWord = outcome === 'success' ? undefined : outcomeText(outcome);
  item.description = joined(costText(cost, false), formatDuration(durationMs), tokens, outcomeWord, modelGroup);
  item.iconPath = outcomeIcon(outcome);
  item.contextValue = 'torii.request';
  item.command = {
    command: 'torii.openTrace',
    title: vscode.l10n.t('Open Trace'),
    arguments: [{ kind: 'request', request }],
  };
  const answered = joined(request.provider ?? undefined, request.model ?? undefined, request.region ?? undefined);
  const lines = [
    outcomeText(outcome),
    answered === '' ? modelGroup : `${modelGroup} → ${answered}`,
    said(request.error?.message ?? ''),
    joined(request.client ?? undefined, request.keyAlias ?? undefined),
  ];
  item.tooltip = lines.filter((line) => line !== '').join('\n');
  item.accessibilityInformation = { label: `${outcomeText(outcome)}, ${item.label}, ${item.description}` };
  return item;
}

function attemptItem({ callId, position, attempt }: Node<'attempt'>): vscode.TreeItem {
  const failed = attempt.status === 'failure';
  const item = new vscode.TreeItem(`${attempt.provider}/${attempt.model}`);
  item.id = `attempt:${callId}:${position}`;
  const error = attempt.error?.code ?? attempt.error?.kind;
  item.description = joined(
    reasonText(attempt.reason),
    formatDuration(attempt.durationMs),
    failed
      ? joined(attempt.httpStatus === null ? undefined : String(attempt.httpStatus), error ?? undefined)
      : undefined,
  );
  item.iconPath = outcomeIcon(failed ? 'failure' : 'success');
  item.contextValue = 'torii.attempt';
  item.tooltip = [said(attempt.error?.message ?? ''), ...attempt.notes.map(noteLine)]
    .filter((line) => line !== '')
    .join('\n');
  return item;
}

/** An unknown cost is said in words, never $0. */
export function costText(cost: number | null, partly: boolean): string {
  if (cost === null) return vscode.l10n.t('cost unknown');
  return partly ? `≥ ${formatCost(cost)}` : formatCost(cost);
}

function reasonText(reason: Attempt['reason']): string {
  const texts: Readonly<Record<Attempt['reason'], string>> = {
    first: vscode.l10n.t('first'),
    retry: vscode.l10n.t('retry'),
    fallback: vscode.l10n.t('fallback'),
  };
  return texts[reason];
}

export function outcomeText(outcome: Outcome): string {
  const texts: Readonly<Record<Outcome, string>> = {
    success: vscode.l10n.t('succeeded'),
    'fell-back': vscode.l10n.t('fell back'),
    failure: vscode.l10n.t('failed'),
  };
  return texts[outcome];
}

function outcomeIcon(outcome: Outcome, plain = 'check'): vscode.ThemeIcon {
  const icons: Readonly<Record<Outcome, vscode.ThemeIcon>> = {
    success: new vscode.ThemeIcon(plain, new vscode.ThemeColor('testing.iconPassed')),
    'fell-back': new vscode.ThemeIcon('arrow-swap', new vscode.ThemeColor('list.warningForeground')),
    failure: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  };
  return icons[outcome];
}
