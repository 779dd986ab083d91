import type { Failures } from '../../../../src/protocol/insights.ts';

type Group = Failures['groups'][number];

export interface FailureBar {
  /** A kind of error, or a model group. */
  readonly name: string;
  readonly count: number;
  /** Against the largest, 0 to 1. */
  readonly share: number;
}

/** Failures summed up by a field, most frequent first. */
export function failuresBy(groups: readonly Group[], field: 'kind' | 'modelGroup'): readonly FailureBar[] {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group[field], (counts.get(group[field]) ?? 0) + group.count);
  const sorted = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  const largest = sorted[0]?.[1] ?? 1;
  return sorted.map(([name, count]) => ({ name, count, share: count / largest }));
}

export interface FailureMoment {
  /** Epoch ms. */
  readonly start: number;
  readonly count: number;
}

/** Failures per step of time, those without any included, oldest first; of one kind where it is named. */
export function failuresOverTime(
  failures: Pick<Failures, 'buckets'>,
  starts: readonly number[],
  kind: string | undefined,
): readonly FailureMoment[] {
  const moments = new Map(starts.map((start) => [start, 0]));
  for (const bucket of failures.buckets) {
    if (kind !== undefined && bucket.kind !== kind) continue;
    const start = starts.findLast((one) => one <= bucket.start) ?? bucket.start;
    moments.set(start, (moments.get(start) ?? 0) + bucket.count);
  }
  return [...moments].map(([start, count]) => ({ start, count })).sort((one, other) => one.start - other.start);
}
