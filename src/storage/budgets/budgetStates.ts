import { type BudgetState, type BudgetWindowState, fromScopeKey, type ScopeLimits } from '../../domain/budget.ts';
import { accountKey } from './accountRows.ts';
import type { AccountRow } from './budgetStatements.ts';

/** The state of a scope from its limits and the rows of its counters. `resetOf` gives the end of a window that is over. */
export function toBudgetState(
  limits: ScopeLimits | undefined,
  rows: readonly AccountRow[],
  resetOf: (row: AccountRow) => number | undefined,
): BudgetState {
  const byKey = new Map(rows.map((row) => [accountKey(row), row]));
  const stateOf = (model: string, duration: string | undefined): readonly BudgetWindowState[] => {
    const row = byKey.get(accountKey({ model, duration: duration ?? '' }));
    return row === undefined ? [] : [toWindowState(row, resetOf(row))];
  };
  const windows = (limits?.windows ?? []).flatMap(({ duration }) => stateOf('', duration));
  const models = Object.entries(limits?.modelBudgets ?? {}).flatMap(([model, { duration }]) =>
    stateOf(model, duration),
  );
  const forEver = stateOf('', undefined)[0];
  const first = windows[0] ?? forEver;
  return {
    spend: first?.spend ?? 0,
    spendForEver: forEver?.spend ?? 0,
    reserved: first?.reserved ?? 0,
    resetsAt: first?.resetsAt,
    softExceeded: limits?.softBudget !== undefined && (first?.spend ?? 0) >= limits.softBudget,
    windows: [...windows, ...models],
  };
}

/** By scope id, the rows of its counters. */
export function groupByScopeId(rows: readonly AccountRow[]): ReadonlyMap<string, readonly AccountRow[]> {
  const groups = new Map<string, AccountRow[]>();
  for (const row of rows) {
    const { id } = fromScopeKey(row.scope);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return groups;
}

function toWindowState(row: AccountRow, resetsAt: number | undefined): BudgetWindowState {
  return {
    model: row.model === '' ? undefined : row.model,
    duration: row.duration === '' ? undefined : row.duration,
    maxBudget: row.cap ?? undefined,
    spend: row.spent,
    reserved: row.reserved,
    resetsAt,
  };
}
