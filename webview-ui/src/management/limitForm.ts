import type { Limits } from './limits.ts';

const NANO_PER_USD = 1_000_000_000;

/** How often a budget begins anew; '' is never. */
export const BUDGET_PERIODS = ['', '1d', '7d', '30d', '1mo'] as const;

/** What stands in the fields of a form. */
export interface LimitForm {
  /** USD. */
  readonly budget: string;
  readonly period: string;
  readonly rpm: string;
  readonly tpm: string;
  readonly models: readonly string[];
}

export type LimitField = 'budget' | 'rpm' | 'tpm';

export interface LimitBody {
  readonly max_budget: number | null;
  readonly budget_duration: string | null;
  readonly rpm_limit: number | null;
  readonly tpm_limit: number | null;
  readonly models: readonly string[];
}

export const NO_LIMITS: LimitForm = { budget: '', period: '', rpm: '', tpm: '', models: [] };

export function toLimitForm(limits: Limits): LimitForm {
  return {
    budget: limits.maxBudget === null ? '' : String(limits.maxBudget / NANO_PER_USD),
    period: limits.period ?? '',
    rpm: limits.rpm === null ? '' : String(limits.rpm),
    tpm: limits.tpm === null ? '' : String(limits.tpm),
    models: limits.models,
  };
}

/** Fields that hold no figure, or a negative one. */
export function wrongFields(form: LimitForm): readonly LimitField[] {
  const wrong: LimitField[] = [];
  if (readAmount(form.budget) === undefined) wrong.push('budget');
  for (const name of ['rpm', 'tpm'] as const) {
    const count = readAmount(form[name]);
    if (count === undefined || (count !== null && !Number.isInteger(count))) wrong.push(name);
  }
  return wrong;
}

/** The form as the API takes it. Only for a form that has no wrong fields. */
export function toLimitBody(form: LimitForm): LimitBody {
  return {
    max_budget: readAmount(form.budget) ?? null,
    budget_duration: form.period === '' ? null : form.period,
    rpm_limit: readAmount(form.rpm) ?? null,
    tpm_limit: readAmount(form.tpm) ?? null,
    models: form.models,
  };
}

/** A figure as people write it: `$1,200.50`, `5 `, `` (null: none). Undefined for what is none. */
export function readAmount(text: string): number | null | undefined {
  const plain = text.replace(/[$\s_,，]/g, '');
  if (plain === '') return null;
  const amount = /^\d+(?:\.\d*)?$|^\.\d+$/.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(amount) ? amount : undefined;
}

/** The fields of `after` that differ from `before`: what an update has to send, and, the other way round, an undo. */
export function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const entries = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof T]),
  );
  return Object.fromEntries(entries) as Partial<T>;
}
