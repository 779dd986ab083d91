/** Gives the nearest-rank percentile for a share from 0 to 1; undefined of nothing. */
export function percentilesOf(values: readonly number[]): (share: number) => number | undefined {
  const sorted = Float64Array.from(values).sort();
  return (share) => sorted[Math.ceil(share * sorted.length) - 1];
}
