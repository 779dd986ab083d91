import type { FigureGroup, SpendDimension, SpendFigure } from '../domain/spendReports.ts';
import { TOTALS } from './sums.ts';

/**
 * A group of sums as SQLite gives it: the day (epoch ms; 0 where days are not told apart), the values of the other
 * dimensions as a JSON array, how many requests it has, and the figures asked for.
 */
export type SumRow = [day: number, values: string, requests: number, ...figures: number[]];

/** The place of the first figure in a `SumRow`. */
export const FIRST_FIGURE = 3;

/** Groups of sums in columns: tens of thousands of them reach another thread in a few copies of memory. */
export interface SumTable {
  readonly days: Float64Array;
  /** The values of all dimensions but the day, each combination once. */
  readonly values: readonly (readonly string[])[];
  /** For each group the place in `values`. */
  readonly places: Int32Array;
  /** A column for each figure. */
  readonly figures: readonly Float64Array[];
}

export function toSumTable(rows: readonly SumRow[], figures: number): SumTable {
  const places = new Map<string, number>();
  const place = (values: string): number => {
    const known = places.get(values);
    if (known !== undefined) return known;
    places.set(values, places.size);
    return places.size - 1;
  };
  return {
    places: Int32Array.from(rows, ([, values]) => place(values)),
    days: Float64Array.from(rows, ([day]) => day),
    values: [...places.keys()].map(fromJsonValues),
    figures: Array.from({ length: figures }, (_, index) =>
      Float64Array.from(rows, (row) => Number(row[FIRST_FIGURE + index])),
    ),
  };
}

/** What SQLite's `json_array` of texts gives. */
export function fromJsonValues(values: string): readonly string[] {
  return JSON.parse(values) as readonly string[];
}

const NOT_ASKED: Readonly<Record<SpendDimension, string>> = {
  day: '',
  tag: '',
  token: '',
  userId: '',
  teamId: '',
  endUser: '',
  callType: '',
  modelGroup: '',
  model: '',
  provider: '',
};

const NO_COLUMN = new Float64Array();

/** The groups of a table that was asked for `by` and `names`, in its order. */
export function toFigureGroups<Name extends SpendFigure>(
  { days, values, places, figures }: SumTable,
  by: readonly SpendDimension[],
  names: readonly Name[],
): readonly FigureGroup<Name>[] {
  const told = by.filter((dimension) => dimension !== 'day');
  const known = values.map((own) => ({
    ...NOT_ASKED,
    ...Object.fromEntries(told.map((dimension, index) => [dimension, own[index]])),
  }));
  const dates = by.includes('day') ? datesOf(days) : new Map<number, string>();
  const asked: readonly SpendFigure[] = names;
  const column = (figure: SpendFigure): Float64Array => figures[asked.indexOf(figure)] ?? NO_COLUMN;
  const columns = Object.fromEntries(TOTALS.map((figure) => [figure, column(figure)])) as Record<
    SpendFigure,
    Float64Array
  >;
  return Array.from(
    places,
    (place, index) =>
      ({
        day: dates.get(days[index] ?? 0) ?? '',
        of: known[place] ?? NOT_ASKED,
        // One literal for all of them: objects of one shape are made several times as fast.
        requests: columns.requests[index],
        failures: columns.failures[index],
        fallbacks: columns.fallbacks[index],
        unknownCostRequests: columns.unknownCostRequests[index],
        cost: columns.cost[index],
        cacheSavings: columns.cacheSavings[index],
        inputTokens: columns.inputTokens[index],
        outputTokens: columns.outputTokens[index],
        cacheReadTokens: columns.cacheReadTokens[index],
        cacheWriteTokens: columns.cacheWriteTokens[index],
      }) as FigureGroup<Name>,
  );
}

function datesOf(days: Float64Array): ReadonlyMap<number, string> {
  return new Map([...new Set(days)].map((day) => [day, new Date(day).toISOString().slice(0, 10)]));
}
