import { isRecord } from '../transport/apiError.ts';
import { dayOf, shiftDay, startOfDay } from './days.ts';
import { daysInRange, isRangeName, type RangeName, type Span, spanOfDays } from './ranges.ts';

/** Which days a page looks at. `first` and `last` are days, `YYYY-MM-DD`, both included. */
export type Period =
  | { readonly name: RangeName }
  | { readonly name: 'custom'; readonly first: string; readonly last: string };
export type PeriodName = Period['name'];

/** More days than this are no chart any more. */
const LONGEST_DAYS = 731;
const DAY_MS = 86_400_000;

/** A period that was kept or stands in an address; the initial one where it makes no sense. */
export function toPeriod(value: unknown): Period {
  if (isRangeName(value)) return { name: value };
  if (!isRecord(value)) return { name: 'week' };
  const { name, first, last } = value;
  if (isRangeName(name)) return { name };
  return isDay(first) && isDay(last) ? customPeriod(first, last) : { name: 'week' };
}

/** The days between two, in whichever order they are given; the last ones of a span that is too long. */
export function customPeriod(one: string, other: string): Period {
  const [first, last] = one <= other ? [one, other] : [other, one];
  const earliest = shiftDay(last, 1 - LONGEST_DAYS);
  return { name: 'custom', first: first < earliest ? earliest : first, last };
}

/** The begin and the end of a period, in epoch ms of the user's days. A named one ends now. */
export function spanOf(period: Period, now: number, timeZone: string): Span {
  if (period.name !== 'custom') return spanOfDays(daysInRange(period.name), now, timeZone);
  const { first, last } = period;
  const count = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  const days = Array.from({ length: count }, (_, index) => shiftDay(first, index));
  return { from: startOfDay(first, timeZone), to: startOfDay(shiftDay(last, 1), timeZone), days };
}

/** The same days as a custom period, to change them. */
export function toCustom(period: Period, now: number, timeZone: string): Period & { name: 'custom' } {
  if (period.name === 'custom') return period;
  const first = spanOf(period, now, timeZone).days[0] ?? dayOf(now, timeZone);
  return { name: 'custom', first, last: dayOf(now, timeZone) };
}

export function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
