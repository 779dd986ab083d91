import { type BudgetScope, type ScopeLimits, scopeKey } from '../../domain/budget.ts';
import { nextReset } from '../../domain/budgetWindow.ts';
import type { Connection } from '../connection.ts';
import { toJsonColumn } from '../jsonColumn.ts';
import { type AccountLimits, accountKey, toAccountLimits } from './accountRows.ts';

/** Replaces the limits of a scope and shapes its counters after them. `now` is epoch ms. */
export type DefineLimits = (scope: BudgetScope, limits: ScopeLimits | undefined, now: number) => void;

/** Counters that stay keep their spend and their window; those that no limit needs any more go, but for the one for ever. */
export function prepareDefine({ sqlite }: Connection, timeZone: () => string): DefineLimits {
  const forget = sqlite.prepare<[string]>('delete from budget_limits where scope = ?');
  const remember = sqlite.prepare<[string, string | null]>(
    'insert into budget_limits (scope, limits_json) values (?, ?) on conflict (scope) do update set limits_json = excluded.limits_json',
  );
  const known = sqlite.prepare<[string], { id: number; model: string; duration: string }>(
    'select id, model, duration from budget_accounts where scope = ?',
  );
  const drop = sqlite.prepare<[unknown]>('delete from budget_accounts where id = ?');
  const put = sqlite.prepare<[AccountLimits & { scope: string; resets_at: number | null }]>(`
    insert into budget_accounts (scope, model, duration, max_budget, soft_budget, extra, extra_until, resets_at)
    values (@scope, @model, @duration, @max_budget, @soft_budget, @extra, @extra_until, @resets_at)
    on conflict (scope, model, duration) do update set
      raised = case when max_budget is excluded.max_budget then raised else 0 end,
      max_budget = excluded.max_budget, soft_budget = excluded.soft_budget,
      extra = excluded.extra, extra_until = excluded.extra_until`);
  const revise = sqlite.prepare('update budget_revision set revision = revision + 1');
  const define = sqlite.transaction<DefineLimits>((scope, limits, now) => {
    const key = scopeKey(scope);
    if (limits === undefined) forget.run(key);
    else remember.run(key, toJsonColumn(limits));
    const wanted = toAccountLimits(limits);
    const kept = new Set(wanted.map(accountKey));
    for (const account of known.all(key)) if (!kept.has(accountKey(account))) drop.run(account.id);
    for (const account of wanted) {
      const resetsAt = account.duration === '' ? null : nextReset(account.duration, now, timeZone());
      put.run({ ...account, scope: key, resets_at: resetsAt });
    }
    revise.run();
  });
  return (scope, limits, now) => define.immediate(scope, limits, now);
}
