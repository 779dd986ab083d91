import type { Bucket } from '../../../src/protocol/api.ts';
import { promptTokens } from './totals.ts';

export interface Ranked {
  /** Undefined for all models beyond the first few. */
  readonly name: string | undefined;
  readonly value: number;
  readonly failures: number;
  /** Against the largest, 0 to 1. */
  readonly share: number;
}

export type Measure = 'cost' | 'tokens' | 'requests';

function measured(bucket: Bucket, measure: Measure): number {
  if (measure === 'cost') return bucket.cost;
  return measure === 'requests' ? bucket.requests : promptTokens(bucket) + bucket.outputTokens;
}

/** Model groups by a measure, largest first, in at most `limit` rows: where they are more, the last row is the rest as one. */
export function rankModels(buckets: readonly Bucket[], measure: Measure, limit: number): readonly Ranked[] {
  const byName = new Map<string, { value: number; failures: number }>();
  for (const bucket of buckets) {
    const sum = byName.get(bucket.modelGroup) ?? { value: 0, failures: 0 };
    sum.value += measured(bucket, measure);
    sum.failures += bucket.failures;
    byName.set(bucket.modelGroup, sum);
  }
  const all = [...byName].filter(([, { value }]) => value > 0).sort((a, b) => b[1].value - a[1].value);
  const named = all.length > limit ? limit - 1 : limit;
  const rows: { name: string | undefined; value: number; failures: number }[] = all
    .slice(0, named)
    .map(([name, sum]) => ({ name, ...sum }));
  const rest = all.slice(named);
  if (rest.length > 0) rows.push({ name: undefined, ...sumOf(rest.map(([, sum]) => sum)) });
  const largest = Math.max(...rows.map(({ value }) => value));
  return rows.map((row) => ({ ...row, share: row.value / largest }));
}

function sumOf(parts: readonly { value: number; failures: number }[]): { value: number; failures: number } {
  return parts.reduce((sum, part) => ({ value: sum.value + part.value, failures: sum.failures + part.failures }), {
    value: 0,
    failures: 0,
  });
}
