import type { BudgetWindow, ScopeLimits } from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { BudgetAccountsTable } from '../databaseTypes.ts';

/** What limits say of one counter. */
export type AccountLimits = Pick<
  BudgetAccountsTable,
  'model' | 'duration' | 'max_budget' | 'soft_budget' | 'extra' | 'extra_until'
>;

/**
 * The counters that limits need: one for ever, which every scope has, one for each length of window, and one for each
 * model with a budget. Of two caps on one counter the lower holds.
 */
export function toAccountLimits(limits: ScopeLimits | undefined): readonly AccountLimits[] {
  const accounts = new Map<string, AccountLimits>();
  const add = (account: AccountLimits): void => {
    const key = accountKey(account);
    const known = accounts.get(key);
    accounts.set(key, known === undefined ? account : { ...known, max_budget: lower(known, account) });
  };
  add(toAccount('', { maxBudget: undefined, duration: undefined }));
  for (const window of limits?.windows ?? []) add(toAccount('', window));
  for (const [model, window] of Object.entries(limits?.modelBudgets ?? {})) add(toAccount(model, window));
  const first = accounts.get(accountKey({ model: '', duration: limits?.windows[0]?.duration ?? '' }));
  if (first === undefined) return [...accounts.values()];
  accounts.set(accountKey(first), { ...first, ...increaseOf(limits), soft_budget: limits?.softBudget ?? null });
  return [...accounts.values()];
}

/** Tells the counters of one scope apart. */
export function accountKey({ model, duration }: { readonly model: string; readonly duration: string }): string {
  return `${duration} ${model}`;
}

function toAccount(model: string, { maxBudget, duration }: BudgetWindow): AccountLimits {
  return {
    model,
    duration: duration ?? '',
    max_budget: maxBudget ?? null,
    soft_budget: null,
    extra: 0,
    extra_until: 0,
  };
}

function increaseOf(limits: ScopeLimits | undefined): Pick<AccountLimits, 'extra' | 'extra_until'> {
  const increase = limits?.tempIncrease;
  return increase === undefined
    ? { extra: 0, extra_until: 0 }
    : { extra: increase.amount, extra_until: Math.round(increase.until) };
}

function lower(one: AccountLimits, other: AccountLimits): NanoUsd | null {
  if (one.max_budget === null || other.max_budget === null) return one.max_budget ?? other.max_budget;
  return Math.min(one.max_budget, other.max_budget);
}
