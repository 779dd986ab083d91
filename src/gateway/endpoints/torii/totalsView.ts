import type { SpendTotals } from '../../../domain/ports.ts';
import type { Totals } from '../../../protocol/api.ts';

/** The sums alone, of what may say more. */
export function toTotals(totals: SpendTotals): Totals {
  const { requests, failures, fallbacks, unknownCostRequests, cost, cacheSavings } = totals;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = totals;
  return {
    requests,
    failures,
    fallbacks,
    unknownCostRequests,
    cost,
    cacheSavings,
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
  };
}
