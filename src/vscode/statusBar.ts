import * as vscode from 'vscode';
import type { Status } from '../protocol/api.ts';
import { attachedLine } from './attachedText.ts';
import { nameOf as budgetName } from './budgets/budgetNames.ts';
import type { CommandId } from './commandIds.ts';
import { failureTitle } from './failureText.ts';
import type { GatewayController } from './gatewayController.ts';
import type { GatewayProblem } from './gatewayProblem.ts';
import type { ControllerState } from './gatewayState.ts';
import type { Disposable } from './listeners.ts';
import { cacheHitPercent, formatCost } from './money.ts';
import { retryLine } from './problemText.ts';
import type { StatusFigure } from './settingIds.ts';
import { readStatusBarSettings } from './settings.ts';
import type { StatusMonitor } from './statusMonitor.ts';

const PRIORITY = 90;
const GATE = '$(torii-gate)';
const WARNING = 0.8;
const ALARM = 0.95;

/** The gateway's state and today's cost, always in sight. A click opens the dashboard, or starts what is off. */
export class StatusBar implements Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #controller: GatewayController;
  readonly #monitor: StatusMonitor;
  readonly #subscriptions: readonly Disposable[];

  constructor(controller: GatewayController, monitor: StatusMonitor) {
    this.#controller = controller;
    this.#monitor = monitor;
    this.#item = vscode.window.createStatusBarItem('torii.status', vscode.StatusBarAlignment.Right, PRIORITY);
    this.#item.name = 'Torii';
    this.#subscriptions = [
      controller.onState(() => this.#render()),
      monitor.onStatus(() => this.#render()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('torii.statusBar')) this.#render();
      }),
    ];
    this.#render();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #render(): void {
    const { visible, figure } = readStatusBarSettings();
    if (!visible) {
      this.#item.hide();
      return;
    }
    const { state } = this.#controller;
    const live = state.kind === 'running' || state.kind === 'attached';
    const status = live ? this.#monitor.status : undefined;
    const problem = live ? this.#monitor.problem : undefined;
    this.#item.text = textOf(state, figureText(status, figure), problem !== undefined);
    this.#item.tooltip = tooltipOf(state, status, problem);
    this.#item.command = commandOf(state);
    this.#item.backgroundColor = backgroundOf(state, status);
    this.#item.accessibilityInformation = { label: labelOf(state, status, problem), role: 'button' };
    this.#item.show();
  }
}

function commandOf(state: ControllerState): CommandId {
  return state.kind === 'stopped' || state.kind === 'failed' ? 'torii.startProxy' : 'torii.openDashboard';
}

/** The tightest budget decides: a warning from 80 % on, an alarm from 95 % on. */
function backgroundOf(state: ControllerState, status: Status | undefined): vscode.ThemeColor | undefined {
  const share = status === undefined ? undefined : budgetShare(status);
  if (state.kind === 'failed' || (share !== undefined && share >= ALARM)) {
    return new vscode.ThemeColor('statusBarItem.errorBackground');
  }
  if (share !== undefined && share >= WARNING) return new vscode.ThemeColor('statusBarItem.warningBackground');
  return undefined;
}

function budgetShare({ tightestBudget: budget }: Status): number | undefined {
  if (budget === null) return undefined;
  return budget.maxBudget === 0 ? 1 : budget.spend / budget.maxBudget;
}

function figureText(status: Status | undefined, figure: StatusFigure): string {
  if (status === undefined || figure === 'none') return 'Torii';
  return figure === 'cost' ? `Torii ${formatCost(status.today.cost)}` : `Torii ${status.today.requests}`;
}

function textOf(state: ControllerState, figure: string, hasProblem: boolean): string {
  switch (state.kind) {
    case 'stopped':
      return vscode.l10n.t('{0} Torii: off', GATE);
    case 'starting':
      return `$(loading~spin) Torii`;
    case 'failed':
      return `$(error) Torii`;
    default:
      return hasProblem ? `$(warning) ${figure}` : `${GATE} ${figure}`;
  }
}

function labelOf(state: ControllerState, status: Status | undefined, problem: GatewayProblem | undefined): string {
  const cost = status === undefined ? undefined : vscode.l10n.t('Cost today: {0}', formatCost(status.today.cost));
  const trouble = problem === undefined ? undefined : retryLine(problem);
  return [stateLine(state), trouble, cost].filter((part) => part !== undefined).join(' ');
}

function stateLine(state: ControllerState): string {
  switch (state.kind) {
    case 'stopped':
      return vscode.l10n.t('Torii is off. Click to start the proxy.');
    case 'starting':
      return vscode.l10n.t('Torii is starting…');
    case 'failed':
      return failureTitle(state);
    case 'running':
      return vscode.l10n.t('Torii runs in this window at {0}.', state.baseUrl);
    case 'attached':
      return attachedLine(state);
  }
}

function tooltipOf(
  state: ControllerState,
  status: Status | undefined,
  problem: GatewayProblem | undefined,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString('', true);
  tooltip.appendMarkdown('**Torii**\n\n');
  tooltip.appendText(stateLine(state));
  if (problem !== undefined) tooltip.appendMarkdown('\n\n$(warning) ').appendText(retryLine(problem));
  if (status !== undefined) tooltip.appendMarkdown(`\n\n${figures(status)}`);
  if (status !== undefined && !status.configInForce) {
    tooltip.appendMarkdown(
      `\n\n$(warning) ${vscode.l10n.t('The config file has errors: the last good one stays in force.')}`,
    );
  }
  return tooltip;
}

function figures(status: Status): string {
  const { today, activeRequests } = status;
  const hit = cacheHitPercent(today);
  const rows: readonly (readonly [string, string])[] = [
    [vscode.l10n.t('Cost today'), formatCost(today.cost)],
    [vscode.l10n.t('Saved by caching'), formatCost(today.cacheSavings)],
    [vscode.l10n.t('Cache hit rate'), hit === undefined ? '–' : vscode.l10n.t('{0} %', hit)],
    [vscode.l10n.t('Requests'), requestFigure(today.requests, today.failures)],
    [vscode.l10n.t('Running now'), String(activeRequests)],
    ...budgetRow(status),
    [vscode.l10n.t('Port'), new URL(status.baseUrl).port],
  ];
  const unknown = today.unknownCostRequests;
  const lines = ['| | |', '|:--|--:|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)];
  if (unknown > 0) lines.push(`| ${vscode.l10n.t('Cost unknown')} | ${vscode.l10n.t('{0} requests', unknown)} |`);
  return lines.join('\n');
}

function budgetRow({ tightestBudget: budget }: Status): readonly (readonly [string, string])[] {
  if (budget === null) return [];
  const left = formatCost(Math.max(0, budget.maxBudget - budget.spend));
  const name = `${budgetName(budget)} · ${vscode.l10n.t('budget left')}`;
  return [[name, vscode.l10n.t('{0} of {1}', left, formatCost(budget.maxBudget))]];
}

function requestFigure(requests: number, failures: number): string {
  return failures === 0 ? String(requests) : vscode.l10n.t('{0} ({1} failed)', requests, failures);
}
