/** Length of a slot of `spend_quarters`, ms. */
export const QUARTER_MS = 15 * 60 * 1000;

/** Start of the slot that holds an instant (epoch ms). */
export function quarterOf(instant: number): number {
  return Math.floor(instant / QUARTER_MS) * QUARTER_MS;
}

/** Epoch ms, `from` inclusive, `to` exclusive; undefined is open-ended. */
export interface TimeRange {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** A range cut at slot boundaries: `whole` can be summed from slots, `edges` only from rows. The parts do not overlap. */
export interface SplitRange {
  readonly whole: TimeRange | undefined;
  readonly edges: readonly TimeRange[];
}

export function splitAtQuarters(range: TimeRange): SplitRange {
  const from = range.from ?? Number.NEGATIVE_INFINITY;
  const to = range.to ?? Number.POSITIVE_INFINITY;
  const wholeFrom = Math.ceil(from / QUARTER_MS) * QUARTER_MS;
  const wholeTo = quarterOf(to);
  if (wholeFrom >= wholeTo) return { whole: undefined, edges: from < to ? [range] : [] };
  const edges: TimeRange[] = [];
  if (from < wholeFrom) edges.push({ from, to: wholeFrom });
  if (wholeTo < to) edges.push({ from: wholeTo, to });
  return { whole: { from: finite(wholeFrom), to: finite(wholeTo) }, edges };
}

function finite(bound: number): number | undefined {
  return Number.isFinite(bound) ? bound : undefined;
}
