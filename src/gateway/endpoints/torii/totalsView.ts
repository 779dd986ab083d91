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

/** What parts that do not overlap add up to. */
export function sumTotals(parts: readonly SpendTotals[]): Totals {
  return parts.reduce<Totals>((sum, part) => {
    const names = Object.keys(sum) as readonly (keyof Totals)[];
    return Object.fromEntries(names.map((name) => [name, sum[name] + part[name]])) as Totals;
  }, NOTHING);
}

const NOTHING: Totals = {
  requests: 0,
  failures: 0,
  fallbacks: 0,
  unknownCostRequests: 0,
  cost: 0,
  cacheSavings: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export function toLatency(latency: LatencySummary): Overview['latency'] {
  return {
    durationP50: latency.durationP50 ?? null,
    durationP95: latency.durationP95 ?? null,
    timeToFirstTokenP50: latency.timeToFirstTokenP50 ?? null,
    timeToFirstTokenP95: latency.timeToFirstTokenP95 ?? null,
  };
}
