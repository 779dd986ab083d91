/** What a clock on a wall shows. Months and days count from 1; values beyond their range carry over, as with `Date.UTC`. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MINUTE_MS = 60_000;
/** Clocks are put forward or back by less than this, and no zone is farther from UTC. */
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The local time of an instant (epoch ms). `timeZone` is an IANA name. */
export function wallTimeAt(instant: number, timeZone: string): WallTime {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return {
    year: parts.get('year') ?? 0,
    month: parts.get('month') ?? 1,
    day: parts.get('day') ?? 1,
    hour: parts.get('hour') ?? 0,
    minute: parts.get('minute') ?? 0,
    second: parts.get('second') ?? 0,
  };
}

/**
 * The first instant (epoch ms, whole seconds) after `after` at which the wall shows this time. Where clocks skip it,
 * the instant to which they jump; where they show it twice, the earlier one that is still to come.
 */
export function instantOf(wall: WallTime, timeZone: string, after: number): number {
  const asUtc = utcOf(wall);
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((instant) => offsetAt(instant, timeZone));
  const instants = offsets.map((offset) => asUtc - offset).sort((one, other) => one - other);
  const shown = instants.find((instant) => instant > after && instant + offsetAt(instant, timeZone) === asUtc);
  return shown ?? startOfGap(Math.max(after, Math.min(...instants) - 1), Math.max(...instants), asUtc, timeZone);
}

/** First instant in (`before`, `last`] at which the wall shows `asUtc` or later. */
function startOfGap(before: number, last: number, asUtc: number, timeZone: string): number {
  let low = before;
  let high = Math.max(last, before + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + offsetAt(middle, timeZone) >= asUtc) high = middle;
    else low = middle;
  }
  return high;
}

/** How far the zone's clocks are ahead of UTC, ms. */
function offsetAt(instant: number, timeZone: string): number {
  const second = Math.floor(instant / 1000) * 1000;
  return utcOf(wallTimeAt(second, timeZone)) - second;
}

function utcOf({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Whether a name is an IANA time zone that this system knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
