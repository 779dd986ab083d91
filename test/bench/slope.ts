/** A series of one figure over time and what it may grow by. */
export interface Series {
  readonly name: string;
  /** One value for each interval, the warm-up included. */
  readonly values: readonly number[];
  /** Growth over the series that counts as flat, as a part of the level. */
  readonly part: number;
  /** The same as an amount; the larger of the two counts. */
  readonly least: number;
}

export interface Verdict {
  readonly name: string;
  readonly level: number;
  /** By the slope over all intervals after the warm-up. */
  readonly growth: number;
  readonly allowed: number;
  readonly flat: boolean;
}

/** The first third warms up; after that the level must hold. */
const WARM_UP = 1 / 3;

export function judge({ name, values, part, least }: Series): Verdict {
  const settled = values.slice(Math.floor(values.length * WARM_UP)).filter((value) => !Number.isNaN(value));
  const level = medianOf(settled);
  const growth = slope(settled) * (settled.length - 1);
  const allowed = Math.max(level * part, least);
  return { name, level, growth, allowed, flat: growth <= allowed };
}

/** Growth from one value to the next: the median over all pairs (Theil and Sen), which single peaks do not move. */
export function slope(values: readonly number[]): number {
  const slopes = values.flatMap((from, index) =>
    values.slice(index + 1).map((to, distance) => (to - from) / (distance + 1)),
  );
  return slopes.length === 0 ? 0 : medianOf(slopes);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? sorted[0] ?? 0)) / 2;
}
