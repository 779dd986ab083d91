import type { AtCap, BudgetScope, BudgetState, BudgetWindow, ScopeLimits } from '../../domain/budget.ts';
import { type EntityFields, textOf } from '../../domain/entities.ts';
import { isObject } from '../../domain/json.ts';
import { fromUsd, toUsd } from '../../domain/money.ts';
import type { VirtualKey } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { isoOrNull } from './time.ts';

/**
 * Sets what LiteLLM's fields say about budgets and rates as the limits of a scope. What is not written there comes from
 * the shared budget that `budget_id` names.
 */
export async function defineLimits(context: GatewayContext, scope: BudgetScope, fields: EntityFields): Promise<void> {
  const budgetId = textOf(fields, 'budget_id');
  const shared = budgetId === undefined ? undefined : await context.entities.find('budget', budgetId);
  await context.budgets.define(scope, toScopeLimits(fields, shared?.fields ?? {}));
}

export async function defineKeyLimits(context: GatewayContext, key: VirtualKey): Promise<void> {
  await defineLimits(context, { kind: 'key', id: key.token }, limitFieldsOf(key));
}

function limitFieldsOf({ fields, metadata, maxBudget }: VirtualKey): EntityFields {
  return { ...metadata, ...fields, max_budget: maxBudget === undefined ? undefined : toUsd(maxBudget) };
}

/** LiteLLM's fields as limits; undefined where they limit nothing. */
export function toScopeLimits(own: EntityFields, shared: EntityFields): ScopeLimits | undefined {
  const metadata = isObject(own['metadata']) ? own['metadata'] : {};
  const field = (name: string): unknown => own[name] ?? metadata[name] ?? shared[name] ?? undefined;
  const limits: ScopeLimits = {
    windows: windowsOf(field),
    softBudget: nano(field('soft_budget')),
    modelBudgets: mapOf(field('model_max_budget'), toModelWindow),
    rpm: numberOf(field('rpm_limit')),
    tpm: numberOf(field('tpm_limit')),
    maxParallel: numberOf(field('max_parallel_requests')),
    modelRpm: mapOf(field('model_rpm_limit'), numberOf),
    modelTpm: mapOf(field('model_tpm_limit'), numberOf),
    budgetFallbacks: mapOf(field('budget_fallbacks'), namesOf),
    atCap: atCapOf(field('at_cap')),
    tempIncrease: tempIncreaseOf(field('temp_budget_increase'), field('temp_budget_expiry')),
  };
  const { windows, ...rest } = limits;
  return windows.length === 0 && Object.values(rest).every((value) => value === undefined) ? undefined : limits;
}

type FieldOf = (name: string) => unknown;

/** The first window is that of `max_budget`, for it is the one that `spend` and `budget_reset_at` speak of. */
function windowsOf(field: FieldOf): readonly BudgetWindow[] {
  const maxBudget = nano(field('max_budget'));
  const duration = field('budget_duration');
  const first = { maxBudget, duration: typeof duration === 'string' ? duration : undefined };
  const several = field('budget_limits');
  const others = (Array.isArray(several) ? several : []).filter(isObject).map((entry) => ({
    maxBudget: nano(entry['max_budget']),
    duration: typeof entry['budget_duration'] === 'string' ? entry['budget_duration'] : undefined,
  }));
  return maxBudget === undefined && first.duration === undefined ? others : [first, ...others];
}

/** `{ budget_limit, time_period }`, `{ max_budget, budget_duration }`, or USD for ever. */
function toModelWindow(value: unknown): BudgetWindow | undefined {
  if (!isObject(value))
    return numberOf(value) === undefined ? undefined : { maxBudget: nano(value), duration: undefined };
  const duration = value['time_period'] ?? value['budget_duration'];
  return {
    maxBudget: nano(value['budget_limit'] ?? value['max_budget']),
    duration: typeof duration === 'string' ? duration : undefined,
  };
}

function tempIncreaseOf(usd: unknown, expiry: unknown): ScopeLimits['tempIncrease'] {
  const amount = nano(usd);
  const until = typeof expiry === 'string' ? Date.parse(expiry) : Number.NaN;
  return amount === undefined || Number.isNaN(until) ? undefined : { amount, until };
}

function atCapOf(value: unknown): AtCap | undefined {
  return value === 'refuse' || value === 'fallback' || value === 'ask' ? value : undefined;
}

function mapOf<T>(value: unknown, read: (item: unknown) => T | undefined): Readonly<Record<string, T>> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const limit = read(item);
    return limit === undefined ? [] : [[name, limit] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function namesOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function nano(usd: unknown): number | undefined {
  const value = numberOf(usd);
  return value === undefined ? undefined : fromUsd(value);
}

/** `spend` and `budget_reset_at` as LiteLLM's rows have them. */
export function spendFields(state: BudgetState | undefined): { spend: number; budget_reset_at: string | null } {
  return { spend: toUsd(state?.spend ?? 0), budget_reset_at: isoOrNull(state?.resetsAt) };
}
