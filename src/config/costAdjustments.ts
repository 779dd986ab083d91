import type { CostAdjustment } from '../domain/costAdjustment.ts';
import { fromUsd } from '../domain/money.ts';
import type { CheckedConfig } from './checkTypes.ts';

type LitellmSettings = NonNullable<CheckedConfig['config']['litellm_settings']>;

/**
 * Discount and margin of a provider's models. A provider's own margin replaces the one named `global`, as in LiteLLM.
 * Undefined where neither is set.
 */
export function costAdjustmentOf(provider: string, settings: LitellmSettings | undefined): CostAdjustment | undefined {
  const discount = settings?.cost_discount_config?.[provider];
  const margins = settings?.cost_margin_config;
  const margin = margins?.[provider] ?? margins?.['global'];
  if (discount === undefined && margin === undefined) return undefined;
  const { percentage = 0, fixed_amount: fixed = 0 } =
    typeof margin === 'number' ? { percentage: margin } : (margin ?? {});
  return { discount: discount ?? 0, marginPart: percentage, marginFixed: fromUsd(fixed) };
}
