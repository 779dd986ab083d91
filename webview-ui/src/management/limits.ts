import type { Fields } from './fields.ts';

/** What a key, a team or a user may spend and how fast; null is no limit, an empty list of models all of them. */
export interface Limits {
  /** Nano-USD, since the budget began last. */
  readonly spend: number;
  readonly maxBudget: number | null;
  /** As the API has it: `30d`. Null is for ever. */
  readonly period: string | null;
  /** Epoch ms. */
  readonly resetsAt: number | null;
  readonly rpm: number | null;
  readonly tpm: number | null;
  readonly models: readonly string[];
}

export function toLimits(fields: Fields): Limits {
  return {
    spend: fields.money('spend') ?? 0,
    maxBudget: fields.money('max_budget'),
    period: fields.text('budget_duration'),
    resetsAt: fields.time('budget_reset_at'),
    rpm: fields.number('rpm_limit'),
    tpm: fields.number('tpm_limit'),
    models: fields.texts('models'),
  };
}

/** Part of the budget that is spent, 0 to 1; undefined where there is none. */
export function spentShare({ spend, maxBudget }: Pick<Limits, 'spend' | 'maxBudget'>): number | undefined {
  if (maxBudget === null) return undefined;
  return maxBudget === 0 ? 1 : Math.min(1, spend / maxBudget);
}

export type SpentState = 'fine' | 'near' | 'over';

/** At the marks at which the editor warns, too: 80 % is near, the whole is over. */
export function spentState(share: number): SpentState {
  if (share >= 1) return 'over';
  return share >= 0.8 ? 'near' : 'fine';
}
