import type { NanoUsd } from './money.ts';

/** What is taken off a model's own cost, and what is put on it. LiteLLM's `cost_discount_config` and `cost_margin_config`. */
export interface CostAdjustment {
  /** Part of the cost, 0 to 1. */
  readonly discount: number;
  /** Part of what the discount leaves, 0 or more. */
  readonly marginPart: number;
  /** For each request that a model answered. */
  readonly marginFixed: NanoUsd;
}

export interface AdjustedCost {
  readonly total: NanoUsd;
  readonly original: NanoUsd;
  readonly discount: NanoUsd;
  readonly margin: NanoUsd;
}

/** First the discount, then the margin on what is left; each amount is rounded once. */
export function adjustCost(original: NanoUsd, adjustment: CostAdjustment | undefined): AdjustedCost {
  if (adjustment === undefined) return { total: original, original, discount: 0, margin: 0 };
  const discount = Math.round(original * adjustment.discount);
  const margin = Math.round((original - discount) * adjustment.marginPart) + adjustment.marginFixed;
  return { total: original - discount + margin, original, discount, margin };
}
