import type { AtCap, BudgetWindow, ScopeLimits } from './budget.ts';
import { parseDuration } from './duration.ts';
import { isObject } from './json.ts';
import { fromUsd, type NanoUsd } from './money.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Limits from LiteLLM's fields (USD, tokens, durations as text), as they stand in a key, a user, a team, a budget or in
 * the config: `max_budget` with `budget_duration`, `budget_limits`, `soft_budget`, `model_max_budget`,
 * `temp_budget_increase` with `temp_budget_expiry`, `budget_fallbacks`, `rpm_limit`, `tpm_limit`,
 * `max_parallel_requests`, `model_rpm_limit`, `model_tpm_limit`, and Torii's `at_cap`; what LiteLLM keeps in `metadata`
 * is found there, too. Undefined where nothing is limited. Throws `bad-request` for a duration that is none.
 */
export function readLimits(fields: Fields): ScopeLimits | undefined {
  const of = (name: string): unknown =>
    fields[name] ?? (isObject(fields['metadata']) ? fields['metadata'][name] : null);
  const limits: ScopeLimits = {
    windows: [...mainWindow(fields), ...furtherWindows(fields['budget_limits'])],
    ...given('softBudget', usdOf(fields['soft_budget'])),
    ...given('modelBudgets', mapOf(of('model_max_budget'), toModelWindow)),
    ...given('rpm', amountOf(fields['rpm_limit'])),
    ...given('tpm', amountOf(fields['tpm_limit'])),
    ...given('maxParallel', amountOf(fields['max_parallel_requests'])),
    ...given('modelRpm', mapOf(of('model_rpm_limit'), amountOf)),
    ...given('modelTpm', mapOf(of('model_tpm_limit'), amountOf)),
    ...given('atCap', atCapOf(of('at_cap'))),
    ...given('budgetFallbacks', textMapsOf(of('budget_fallbacks'))),
    ...given('tempIncrease', increaseOf(of('temp_budget_increase'), of('temp_budget_expiry'))),
  };
  return limits.windows.length === 0 && Object.keys(limits).length === 1 ? undefined : limits;
}

export function atCapOf(value: unknown): AtCap | undefined {
  return (['refuse', 'fallback', 'ask'] as const).find((known) => known === value);
}

/** A map of lists of names, each of which may be one name. */
export function textMapsOf(value: unknown): Readonly<Record<string, readonly string[]>> | undefined {
  return mapOf(value, textsOf);
}

function mainWindow(fields: Fields): readonly BudgetWindow[] {
  const window = { maxBudget: usdOf(fields['max_budget']), duration: durationOf(fields['budget_duration']) };
  return window.maxBudget === undefined && window.duration === undefined ? [] : [window];
}

function furtherWindows(value: unknown): readonly BudgetWindow[] {
  return Array.isArray(value) ? value.flatMap((entry: unknown) => toModelWindow(entry) ?? []) : [];
}

/** LiteLLM writes a window as `{ budget_limit, time_period }`, `{ max_budget, budget_duration }`, or as USD for ever. */
function toModelWindow(value: unknown): BudgetWindow | undefined {
  if (!isObject(value)) {
    const forEver = usdOf(value);
    return forEver === undefined ? undefined : { maxBudget: forEver, duration: undefined };
  }
  const maxBudget = usdOf(value['budget_limit'] ?? value['max_budget']);
  if (maxBudget === undefined) return undefined;
  return { maxBudget, duration: durationOf(value['time_period'] ?? value['budget_duration']) };
}

function increaseOf(amount: unknown, expiry: unknown): ScopeLimits['tempIncrease'] {
  const increase = usdOf(amount);
  const until = typeof expiry === 'string' ? Date.parse(expiry) : Number.NaN;
  return increase === undefined || Number.isNaN(until) ? undefined : { amount: increase, until };
}

function durationOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  parseDuration(value);
  return value.trim();
}

function usdOf(value: unknown): NanoUsd | undefined {
  const usd = amountOf(value);
  return usd === undefined ? undefined : fromUsd(usd);
}

/** YAML authors put numbers in quotes. */
function amountOf(value: unknown): number | undefined {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  const texts = typeof value === 'string' ? [value] : value;
  return Array.isArray(texts) ? texts.filter((text): text is string => typeof text === 'string') : undefined;
}

/** A map whose values `read` understands; undefined where there is none. */
function mapOf<T>(value: unknown, read: (value: unknown) => T | undefined): Readonly<Record<string, T>> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, part]) => {
    const known = read(part);
    return known === undefined ? [] : [[name, known] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function given<Name extends string, T>(name: Name, value: T | undefined): { readonly [Key in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: T });
}
