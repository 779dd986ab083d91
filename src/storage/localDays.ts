import { GatewayError } from '../domain/errors.ts';
import { QUARTER_MS, quarterOf } from './quarters.ts';

/** A local calendar day, or the part of it inside a range. Epoch ms, `to` exclusive. */
export interface LocalDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

/** More than the longest local day there is: a day that the date line repeats has 48 hours. */
const LONGEST_DAY_QUARTERS = 50 * 4;

/**
 * The local days of a range, oldest first, cut to the range. Days are 23 to 25 hours long where clocks change.
 * Throws GatewayError `bad-request` when `timeZone` is not an IANA name.
 */
export function* localDays(from: number, to: number, timeZone: string): Generator<LocalDay> {
  const dateOf = localDateOf(timeZone);
  let start = from;
  while (start < to) {
    const day = dateOf(start);
    const end = Math.min(to, endOfDay(start, day, dateOf));
    yield { day, from: start, to: end };
    start = end;
  }
}

/** First slot after `start` that has another date; found by halving, since local dates never go back. */
function endOfDay(start: number, day: string, dateOf: (instant: number) => string): number {
  const first = quarterOf(start);
  let same = 0;
  let other = LONGEST_DAY_QUARTERS;
  while (other - same > 1) {
    const middle = (same + other) >> 1;
    if (dateOf(first + middle * QUARTER_MS) === day) same = middle;
    else other = middle;
  }
  return first + other * QUARTER_MS;
}

function localDateOf(timeZone: string): (instant: number) => string {
  const format = dateFormat(timeZone);
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  };
}

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch (cause) {
    throw new GatewayError('bad-request', `"${timeZone}" is not a time zone. Use an IANA name such as Europe/Berlin.`, {
      cause,
    });
  }
}
