import { BUDGET_SCOPE_KINDS, type BudgetScopeKind } from '../domain/budget.ts';
import type { BudgetLine } from '../domain/doctor.ts';
import type { GatewayContext } from './context.ts';

/** Every counter with a cap, as it stands. */
export async function budgetLines(context: GatewayContext): Promise<readonly BudgetLine[]> {
  const lines = await Promise.all(BUDGET_SCOPE_KINDS.map((kind) => linesOf(context, kind)));
  return lines.flat();
}

async function linesOf({ budgets, directory }: GatewayContext, kind: BudgetScopeKind): Promise<readonly BudgetLine[]> {
  const states = await budgets.states(kind, budgets.defined(kind));
  return [...states].flatMap(([id, { windows }]) =>
    windows.flatMap(({ maxBudget, spend, resetsAt, model, duration }) => {
      if (maxBudget === undefined) return [];
      const parts = [kind, nameOf(kind, id, directory), model, duration].filter(
        (part) => part !== undefined && part !== '',
      );
      return [{ name: parts.join(' '), spend, maxBudget, resetsAt }];
    }),
  );
}

/** A key by its alias, or its end: its hash says nothing to a person. */
function nameOf(kind: BudgetScopeKind, id: string, directory: GatewayContext['directory']): string {
  if (kind !== 'key') return id;
  const key = directory.findHolder(id)?.key;
  return key?.keyAlias ?? key?.keyName ?? `${id.slice(0, 8)}…`;
}
