import * as vscode from 'vscode';
import type { Agent } from '../../clients/agent.ts';
import { isWritten } from '../../clients/filePlan.ts';
import type { ConfigurationPlan } from '../../clients/planConfiguration.ts';
import { said } from '../gatewayWords.ts';
import { shortPath } from '../shortPath.ts';
import { readBudget, type Wishes } from './agentChoice.ts';

export type Answer = 'apply' | 'cancel' | 'plan-model' | 'budget';

interface AnswerItem extends vscode.QuickPickItem {
  readonly answer: Answer;
}

/** A pick list rather than a dialog: the diff stays readable beside it. */
export async function confirmPlan(agent: Agent, plan: ConfigurationPlan, wishes: Wishes): Promise<Answer> {
  const files = plan.files.filter(isWritten).map(({ file }) => shortPath(file.path));
  const items: AnswerItem[] = [
    { label: vscode.l10n.t('$(check) Apply'), detail: files.join(', '), answer: 'apply' },
    ...options(agent, wishes),
    { label: vscode.l10n.t('$(close) Cancel'), detail: vscode.l10n.t('Nothing is written.'), answer: 'cancel' },
    ...plan.warnings.map(({ message }) => ({ label: `$(warning) ${said(message)}`, answer: 'cancel' as const })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Configure {0} to use "{1}"?', agent.title, wishes.act.name),
    placeHolder: vscode.l10n.t('The diff shows every key that changes; secrets are covered. A backup is made first.'),
    ignoreFocusOut: true,
  });
  return chosen?.answer ?? 'cancel';
}

/** The budget as typed, or `old` where the user gave up. An empty text takes it away from the wishes. */
export async function askBudget(agent: Agent, old: number | undefined): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Budget of {0} in USD', agent.title),
    prompt: vscode.l10n.t('The key stops when it has spent this much. Leave empty for no budget.'),
    value: old === undefined ? '' : String(old),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === '' || readBudget(value) !== undefined ? undefined : vscode.l10n.t('An amount such as 5 or 0.50'),
  });
  return text === undefined ? old : readBudget(text);
}

function options(agent: Agent, { plan, maxBudget }: Wishes): readonly AnswerItem[] {
  const budget = maxBudget === undefined ? vscode.l10n.t('none') : `$${maxBudget}`;
  const planModel: AnswerItem = {
    label: vscode.l10n.t('$(list-ordered) Model for planning: {0}', plan.name),
    answer: 'plan-model',
  };
  return [
    ...(agent.hasPlanModel ? [planModel] : []),
    { label: vscode.l10n.t('$(credit-card) Budget of its key: {0}', budget), answer: 'budget' },
  ];
}
