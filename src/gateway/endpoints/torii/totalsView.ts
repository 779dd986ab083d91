import type { LatencySummary, SpendTotals } from '../../../domain/ports.ts';
import type { Overview, Totals } from '../../../protocol/api.ts';

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

export function toLatency(latency: LatencySummary): Overview['latency'] {
  return {
    durationP50: latency.durationP50 ?? null,
    durationP95: latency.durationP95 ?? null,
    timeToFirstTokenP50: latency.timeToFirstTokenP50 ?? null,
    timeToFirstTokenP95: latency.timeToFirstTokenP95 ?? null,
  };
}
