import type { Bucket } from '../../../src/protocol/api.ts';
import type { Speed } from '../../../src/protocol/insights.ts';
import { startOfDay } from '../time/days.ts';
import { assignColours, MAX_SERIES, OTHER_COLOUR } from './colours.ts';
import { promptTokens } from './totals.ts';

/** A line over time. */
export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
}

export interface LineRow {
  /** Epoch ms. */
  readonly start: number;
  /** One for each line, in the same order; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface LineData {
  readonly lines: readonly Line[];
  readonly rows: readonly LineRow[];
}

export type SpeedMeasure = 'duration' | 'timeToFirstToken';

const P50 = { duration: 'durationP50', timeToFirstToken: 'timeToFirstTokenP50' } as const;
const P95 = { duration: 'durationP95', timeToFirstToken: 'timeToFirstTokenP95' } as const;

/** p50 and p95 of all requests, ms. The p95 is dashed, so that it is told apart without its colour. */
export function percentileLines(
  speed: Speed,
  measure: SpeedMeasure,
  starts: readonly number[],
  names: { readonly p50: string; readonly p95: string },
): LineData {
  const byStart = new Map(speed.all.map((point) => [point.start, point]));
  return {
    lines: [
      { name: names.p50, colour: 'var(--vscode-charts-blue)' },
      { name: names.p95, colour: 'var(--vscode-charts-orange)', dashed: true },
    ],
    rows: starts.map((start) => {
      const point = byStart.get(start);
      return { start, values: [point?.[P50[measure]] ?? null, point?.[P95[measure]] ?? null] };
    }),
  };
}

/** One percentile by model group, of the six that answered most. */
export function modelLines(
  speed: Speed,
  measure: SpeedMeasure,
  starts: readonly number[],
  options: { readonly share: 'p50' | 'p95'; readonly configured: readonly string[] },
): LineData {
  const field = (options.share === 'p50' ? P50 : P95)[measure];
  const names = speed.models
    .filter((model) => model[field] !== null)
    .toSorted((one, other) => other.measured - one.measured)
    .slice(0, MAX_SERIES)
    .map(({ modelGroup }) => modelGroup);
  const colours = assignColours(names, options.configured);
  const values = new Map(speed.points.map((point) => [`${point.start} ${point.modelGroup}`, point[field]]));
  return {
    lines: names.map((name) => ({ name, colour: colours.get(name) ?? OTHER_COLOUR })),
    rows: starts.map((start) => ({ start, values: names.map((name) => values.get(`${start} ${name}`) ?? null) })),
  };
}

export type DayMeasure = 'tokens' | 'requests' | 'savings' | 'errors';

/** What a day's buckets come to; null where a ratio has nothing to stand on. */
function dayValue(buckets: readonly Bucket[], measure: DayMeasure): number | null {
  const sum = (of: (bucket: Bucket) => number): number => buckets.reduce((total, bucket) => total + of(bucket), 0);
  const requests = sum((bucket) => bucket.requests);
  switch (measure) {
    case 'requests':
      return requests;
    case 'tokens':
      return sum((bucket) => promptTokens(bucket) + bucket.outputTokens);
    case 'savings':
      return sum((bucket) => bucket.cacheSavings);
    case 'errors':
      return requests === 0 ? null : sum((bucket) => bucket.failures) / requests;
  }
}

/** A measure per day, of all models together. */
export function dayLine(
  buckets: readonly Bucket[],
  days: readonly string[],
  measure: DayMeasure,
  options: { readonly line: Line; readonly timeZone: string },
): LineData {
  return {
    lines: [options.line],
    rows: days.map((day) => ({
      start: startOfDay(day, options.timeZone),
      values: [
        dayValue(
          buckets.filter((bucket) => bucket.day === day),
          measure,
        ),
      ],
    })),
  };
}
