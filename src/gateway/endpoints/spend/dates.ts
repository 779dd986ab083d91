import { GatewayError } from '../../../domain/errors.ts';

export const DAY_MS = 86_400_000;

/** Most days that one answer tells apart. */
const MOST_DAYS = 3660;

/** Epoch ms, `from` inclusive, `to` exclusive. */
export interface DateRange {
  readonly from: number;
  readonly to: number;
}

/** Start of a UTC day (`YYYY-MM-DD`, or anything that begins with it). Throws `bad-request`. */
export function toDay(text: string, name: string): number {
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(day)) return day;
  throw notADate(text, name, 'YYYY-MM-DD');
}

/** A moment in UTC: a date, `YYYY-MM-DD HH:MM:SS`, or ISO 8601. Throws `bad-request`. */
export function toInstant(text: string, name: string): number {
  const bare = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/.exec(text);
  const instant = Date.parse(bare === null ? text : `${bare[1]}T${bare[2]}Z`);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(instant)) return instant;
  throw notADate(text, name, 'YYYY-MM-DD HH:MM:SS');
}

/** Both dates as whole days, the last one included; what is left out comes from `otherwise`. */
export function dayRange(
  query: { readonly start_date?: string | undefined; readonly end_date?: string | undefined },
  otherwise: DateRange,
): DateRange {
  const from = query.start_date === undefined ? otherwise.from : toDay(query.start_date, 'start_date');
  const to = query.end_date === undefined ? otherwise.to : toDay(query.end_date, 'end_date') + DAY_MS;
  if (to <= from) {
    throw new GatewayError('bad-request', 'end_date: must not be before start_date', { param: 'end_date' });
  }
  if (to - from > MOST_DAYS * DAY_MS) {
    throw new GatewayError('bad-request', `start_date: at most ${MOST_DAYS} days at once`, { param: 'start_date' });
  }
  return { from, to };
}

/** The last `days` days, today included. */
export function lastDays(now: number, days: number): DateRange {
  const to = Math.floor(now / DAY_MS) * DAY_MS + DAY_MS;
  return { from: to - days * DAY_MS, to };
}

/** Every date of a range of whole days, `YYYY-MM-DD`, oldest first. */
export function datesOf({ from, to }: DateRange): readonly string[] {
  const count = Math.ceil((to - from) / DAY_MS);
  return Array.from({ length: count }, (_, index) => new Date(from + index * DAY_MS).toISOString().slice(0, 10));
}

/** `Jan 22`, as LiteLLM's charts have it. ECMAScript lays the form of `toUTCString` down: `Thu, 22 Jan 2026 00:00:00 GMT`. */
export function shortDate(date: string): string {
  const [, day = '', month = ''] = new Date(`${date}T00:00:00Z`).toUTCString().split(' ');
  return `${month} ${day}`;
}

function notADate(text: string, name: string, form: string): GatewayError {
  return new GatewayError('bad-request', `${name}: '${text}' is not a date; write ${form}`, { param: name });
}
