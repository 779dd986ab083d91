import * as vscode from 'vscode';
import type { BudgetDecision, BudgetQuestion, BudgetWarning } from '../../protocol/api.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import { problemOf } from '../gatewayProblem.ts';
import type { Disposable } from '../listeners.ts';
import { formatCost } from '../money.ts';
import { GivenUp } from '../patientClient.ts';
import { failureLine } from '../problemText.ts';
import { nameOf } from './budgetNames.ts';
import { OpenCaps, readAmount, suggestedRaise } from './openCaps.ts';
import type { ToldOnce } from './toldOnce.ts';

const KEYS_ROUTE = '/keys';

/** Tells of budgets that are nearly or all spent, and asks what becomes of requests that wait at one. */
export class BudgetMessages implements Disposable {
  readonly #access: GatewayAccess;
  readonly #told: ToldOnce;
  readonly #open: (route: string) => void;
  readonly #caps = new OpenCaps();
  readonly #subscriptions: readonly Disposable[];

  /** `open` shows the dashboard at a route. */
  constructor(
    controller: GatewayController,
    access: GatewayAccess,
    { told, open }: { readonly told: ToldOnce; readonly open: (route: string) => void },
  ) {
    this.#access = access;
    this.#told = told;
    this.#open = open;
    this.#subscriptions = [
      controller.onNotice((notice) => {
        if (notice.type === 'budget-warning') void this.#warn(notice.warning);
        if (notice.type === 'budget-question') void this.#ask(notice.question);
      }),
      // Requests may have begun to wait before this window listened.
      controller.onConnected(() => void this.#catchUp().catch(() => undefined)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Each with its next step: the request that spent it, and the budget itself. */
  async #warn(warning: BudgetWarning): Promise<void> {
    const { scope, scopeId, model, duration, mark, maxBudget, resetsAt, callId } = warning;
    if (!(await this.#told.claim('budget', scope, scopeId, model, duration, mark, maxBudget, resetsAt, callId))) return;
    const trace = vscode.l10n.t('Open Trace');
    const dashboard = vscode.l10n.t('Open Dashboard');
    const show = isUrgent(warning) ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const answer = await show(warningText(warning), trace, dashboard);
    if (answer === dashboard) this.#open(KEYS_ROUTE);
    if (answer === trace) this.#open(callId === undefined ? '/traces' : `/traces/${encodeURIComponent(callId)}`);
  }

  async #catchUp(): Promise<void> {
    const client = await this.#access.client();
    for (const question of (await client?.budgetQuestions()) ?? []) void this.#ask(question);
  }

  async #ask(question: BudgetQuestion): Promise<void> {
    if (!this.#caps.begin(question)) return;
    try {
      const decision = await decide(question);
      const client = await this.#access.commandClient();
      // Where it was decided meanwhile, in another window or by the time, nothing is left to do.
      await client?.decideBudget(question.id, decision);
    } catch (thrown) {
      if (!(thrown instanceof GivenUp)) void vscode.window.showErrorMessage(failureLine(problemOf(thrown)));
    } finally {
      this.#caps.end(question);
    }
  }
}

/** A message that is closed without an answer is a no. */
async function decide(question: BudgetQuestion): Promise<BudgetDecision> {
  const { modelGroup, spend, maxBudget, estimate } = question;
  const text = vscode.l10n.t(
    'A request to {0} waits: {1} has spent {2} of its budget of {3}, and the request needs up to {4}.',
    modelGroup,
    nameOf(question),
    formatCost(spend),
    formatCost(maxBudget),
    formatCost(estimate),
  );
  const once = vscode.l10n.t('Allow Once');
  const raise = vscode.l10n.t('Raise Budget…');
  const chosen = await vscode.window.showWarningMessage(text, once, raise, vscode.l10n.t('Refuse'));
  if (chosen === once) return { decision: 'allow-once' };
  const amount = chosen === raise ? await askAmount(question) : undefined;
  return amount === undefined ? { decision: 'refuse' } : { decision: 'raise', raise_by: amount };
}

async function askAmount(question: BudgetQuestion): Promise<number | undefined> {
  const written = await vscode.window.showInputBox({
    title: vscode.l10n.t('Raise the budget of {0} by (USD)', nameOf(question)),
    value: suggestedRaise(question),
    validateInput: (text) =>
      readAmount(text) === undefined ? vscode.l10n.t('An amount such as 5 or 0.50') : undefined,
  });
  return written === undefined ? undefined : readAmount(written);
}

function isUrgent({ mark }: BudgetWarning): boolean {
  return mark === '95' || mark === '100';
}

function warningText(warning: BudgetWarning): string {
  const [name, spend, budget] = [nameOf(warning), formatCost(warning.spend), formatCost(warning.maxBudget)];
  switch (warning.mark) {
    case 'soft':
      return vscode.l10n.t('{0} has passed its soft budget of {2}: {1} is spent.', name, spend, budget);
    case '100':
      return vscode.l10n.t('{0} has used up its budget: {1} of {2} is spent.', name, spend, budget);
    default:
      return vscode.l10n.t('{0} has used {3} % of its budget: {1} of {2} is spent.', name, spend, budget, warning.mark);
  }
}
