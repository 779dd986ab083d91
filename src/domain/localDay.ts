const QUARTER_MS = 15 * 60_000;
/** More than the longest local day: one that the date line repeats has 48 hours. */
const LONGEST_DAY_QUARTERS = 50 * 4;

/**
 * When the local day of `instant` began, in epoch ms. Offsets and clock changes are multiples of 15 minutes, and local
 * dates never go back, so the first slot of the day is found by halving. `timeZone` is an IANA name.
 */
export function startOfDay(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const today = format.format(instant);
  const slot = Math.floor(instant / QUARTER_MS);
  let same = 0;
  let other = LONGEST_DAY_QUARTERS;
  while (other - same > 1) {
    const middle = (same + other) >> 1;
    if (format.format((slot - middle) * QUARTER_MS) === today) same = middle;
    else other = middle;
  }
  return (slot - same) * QUARTER_MS;
}
