import { toUsd } from '../../../domain/money.ts';
import type { FigureGroup } from '../../../domain/spendReports.ts';
import { TOKEN_FIGURES } from './spendGroups.ts';

/** What LiteLLM's metrics are made of. */
export const ACTIVITY_FIGURES = ['requests', 'failures', 'unknownCostRequests', 'cost', ...TOKEN_FIGURES] as const;

export type ActivityGroup = FigureGroup<(typeof ACTIVITY_FIGURES)[number]>;

/** In one pass: an answer has tens of thousands of them. */
export function toMetrics(groups: readonly ActivityGroup[]): Record<string, number> {
  let [requests, failures, unknown, cost, input, output, cacheRead, cacheWrite] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const group of groups) {
    requests += group.requests;
    failures += group.failures;
    unknown += group.unknownCostRequests;
    cost += group.cost;
    input += group.inputTokens;
    output += group.outputTokens;
    cacheRead += group.cacheReadTokens;
    cacheWrite += group.cacheWriteTokens;
  }
  const prompt = input + cacheRead + cacheWrite;
  return {
    spend: toUsd(cost),
    prompt_tokens: prompt,
    completion_tokens: output,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite,
    total_tokens: prompt + output,
    successful_requests: requests - failures,
    failed_requests: failures,
    api_requests: requests,
    unknown_cost_requests: unknown,
  };
}

/** The same sums under the names of the answer's `metadata`. */
export function toActivityTotals(groups: readonly ActivityGroup[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(toMetrics(groups)).map(([name, value]) => [`total_${name.replace(/^total_/, '')}`, value]),
  );
}
