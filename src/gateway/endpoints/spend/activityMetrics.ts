import { toUsd } from '../../../domain/money.ts';
import type { FigureGroup } from '../../../domain/spendReports.ts';
import { TOKEN_FIGURES } from './spendGroups.ts';

/** What LiteLLM's metrics are made of. */
export const ACTIVITY_FIGURES = ['requests', 'failures', 'unknownCostRequests', 'cost', ...TOKEN_FIGURES] as const;

export type ActivityGroup = FigureGroup<(typeof ACTIVITY_FIGURES)[number]>;

export type ActivitySums = Pick<ActivityGroup, (typeof ACTIVITY_FIGURES)[number]>;

/** In one pass: an answer has tens of thousands of them. */
export function sumsOf(groups: Iterable<ActivitySums>): ActivitySums {
  const spent = { requests: 0, failures: 0, unknownCostRequests: 0, cost: 0 };
  const sums = { ...spent, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
  for (const group of groups) {
    sums.requests += group.requests;
    sums.failures += group.failures;
    sums.unknownCostRequests += group.unknownCostRequests;
    sums.cost += group.cost;
    sums.inputTokens += group.inputTokens;
    sums.outputTokens += group.outputTokens;
    sums.cacheReadTokens += group.cacheReadTokens;
    sums.cacheWriteTokens += group.cacheWriteTokens;
  }
  return sums;
}

export function toMetrics(sums: ActivitySums): Record<string, number> {
  const { requests, failures, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = sums;
  const prompt = inputTokens + cacheReadTokens + cacheWriteTokens;
  return {
    spend: toUsd(sums.cost),
    prompt_tokens: prompt,
    completion_tokens: outputTokens,
    cache_read_input_tokens: cacheReadTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    total_tokens: prompt + outputTokens,
    successful_requests: requests - failures,
    failed_requests: failures,
    api_requests: requests,
    unknown_cost_requests: sums.unknownCostRequests,
  };
}

/** The same sums under the names of the answer's `metadata`. */
export function toActivityTotals(sums: ActivitySums): Record<string, number> {
  return Object.fromEntries(
    Object.entries(toMetrics(sums)).map(([name, value]) => [`total_${name.replace(/^total_/, '')}`, value]),
  );
}
