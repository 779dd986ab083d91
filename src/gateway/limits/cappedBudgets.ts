import { BUDGET_SCOPE_KINDS, type BudgetScopeKind } from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { GatewayContext } from '../context.ts';

/** A counter with a cap, as it stands. */
export interface CappedBudget {
  readonly kind: BudgetScopeKind;
  readonly id: string;
  /** The model group that it is for alone. */
  readonly model: string | undefined;
  readonly duration: string | undefined;
  readonly spend: NanoUsd;
  readonly maxBudget: NanoUsd;
  /** Epoch ms. */
  readonly resetsAt: number | undefined;
}

/** Every counter with a cap. */
export async function cappedBudgets(context: GatewayContext): Promise<readonly CappedBudget[]> {
  const budgets = await Promise.all(BUDGET_SCOPE_KINDS.map((kind) => budgetsOf(context, kind)));
  return budgets.flat();
}

async function budgetsOf({ budgets }: GatewayContext, kind: BudgetScopeKind): Promise<readonly CappedBudget[]> {
  const states = await budgets.states(kind, budgets.defined(kind));
  return [...states].flatMap(([id, { windows }]) =>
    windows.flatMap(({ maxBudget, spend, resetsAt, model, duration }) =>
      maxBudget === undefined ? [] : [{ kind, id, model, duration, spend, maxBudget, resetsAt }],
    ),
  );
}

/** What a person knows a budget by: a key by its alias, or its end; its hash says nothing. */
export function budgetName({ directory }: GatewayContext, { kind, id }: Pick<CappedBudget, 'kind' | 'id'>): string {
  if (kind !== 'key') return id;
  const key = directory.findHolder(id)?.key;
  return key?.keyAlias ?? key?.keyName ?? `${id.slice(0, 8)}…`;
}
