import { type NanoUsd, toUsd } from '../domain/money.ts';

const SMALLEST = 0.0001;
const SMALL = 0.1;

/** Four digits below ten cents, else two: `$0.0189`, `$1.24`. */
export function formatCost(cost: NanoUsd): string {
  const usd = toUsd(cost);
  if (usd === 0) return '$0.00';
  if (usd < SMALLEST) return '<$0.0001';
  return `$${usd.toFixed(usd < SMALL ? 4 : 2)}`;
}

/** USD per million tokens, as price lists write it: `$3`, `$0.25`. */
export function formatPrice(usdPerMillion: number): string {
  return `$${Number(usdPerMillion.toFixed(4))}`;
}

interface InputTokens {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** Share of all input that came from a cache, in whole percent; undefined without input. The three counts do not overlap. */
export function cacheHitPercent(totals: InputTokens): number | undefined {
  const input = totals.inputTokens + totals.cacheReadTokens + totals.cacheWriteTokens;
  return input <= 0 ? undefined : Math.round((100 * totals.cacheReadTokens) / input);
}
