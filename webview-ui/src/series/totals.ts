import type { Totals } from '../../../src/protocol/api.ts';

type InputCounts = Pick<Totals, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'>;

/** All tokens that went in. The three input counts do not overlap. */
export function promptTokens(counts: InputCounts): number {
  return counts.inputTokens + counts.cacheReadTokens + counts.cacheWriteTokens;
}

/** Part of the input that was read from a cache, 0 to 1; undefined where nothing went in. */
export function hitRate(counts: InputCounts): number | undefined {
  const all = promptTokens(counts);
  return all === 0 ? undefined : counts.cacheReadTokens / all;
}

/** Change against the period before as a ratio (-0.18 is 18 % less); undefined where there is nothing to compare with. */
export function changeOf(now: number, before: number): number | undefined {
  return before > 0 ? (now - before) / before : undefined;
}

/** True where requests ran and the cost of none of them is known. */
export function costIsUnknown(totals: Totals): boolean {
  return totals.cost === 0 && totals.unknownCostRequests > 0;
}
