import type { Bucket } from '../../../src/protocol/api.ts';
import { assignColours, MAX_SERIES, OTHER_COLOUR } from './colours.ts';

export interface Series {
  /** Undefined for the sum of the models that have no series of their own. */
  readonly name: string | undefined;
  readonly colour: string;
  /** Nano-USD over all days. */
  readonly total: number;
}

export interface CostRow {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Nano-USD, one for each series, in the same order. */
  readonly costs: readonly number[];
  readonly total: number;
  /** Requests of that day whose cost is not known. */
  readonly unknown: number;
}

export interface CostSeries {
  readonly series: readonly Series[];
  readonly rows: readonly CostRow[];
}

function totalsByGroup(buckets: readonly Bucket[]): readonly (readonly [string, number])[] {
  const totals = new Map<string, number>();
  for (const { modelGroup, cost } of buckets) totals.set(modelGroup, (totals.get(modelGroup) ?? 0) + cost);
  return [...totals].filter(([, total]) => total > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function sumCost(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { cost }) => sum + cost, 0);
}

function toRow(day: string, buckets: readonly Bucket[], names: readonly string[], withOther: boolean): CostRow {
  const costs = names.map((name) => sumCost(buckets.filter(({ modelGroup }) => modelGroup === name)));
  const total = sumCost(buckets);
  const named = costs.reduce((sum, cost) => sum + cost, 0);
  const unknown = buckets.reduce((sum, { unknownCostRequests }) => sum + unknownCostRequests, 0);
  return { day, costs: withOther ? [...costs, total - named] : costs, total, unknown };
}

/** Cost per day by model group, dearest first; at most six groups and "other". Days without requests are rows of zeros. */
export function toCostSeries(
  buckets: readonly Bucket[],
  days: readonly string[],
  configured: readonly string[],
): CostSeries {
  const ranked = totalsByGroup(buckets);
  const shown = ranked.slice(0, MAX_SERIES);
  const rest = ranked.slice(MAX_SERIES).reduce((sum, [, total]) => sum + total, 0);
  const names = shown.map(([name]) => name);
  const colours = assignColours(names, configured);
  const series: Series[] = shown.map(([name, total]) => ({ name, total, colour: colours.get(name) ?? OTHER_COLOUR }));
  if (rest > 0) series.push({ name: undefined, total: rest, colour: OTHER_COLOUR });
  const rows = days.map((day) =>
    toRow(
      day,
      buckets.filter((bucket) => bucket.day === day),
      names,
      rest > 0,
    ),
  );
  return { series, rows };
}
