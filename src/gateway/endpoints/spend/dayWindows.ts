import type { DailySpendFilter } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';
import { DAY_MS, type DateRange, toDay } from './dates.ts';

/** Groups of sums that are read at once: what is made of them takes some ms. */
const GROUPS_TOGETHER = 1000;

/** Some days, next to each other in the list that was asked for, and what was read of them. */
export interface DayWindow<Read> {
  readonly days: readonly string[];
  readonly read: Read;
}

/** The days of a filter that have requests, oldest first. */
export async function daysWithRequests(
  { reports }: GatewayContext,
  filter: DailySpendFilter,
): Promise<readonly string[]> {
  return (await reports.figures(['day'], filter, ['requests'])).map(({ day }) => day);
}

/**
 * Reads a report in windows of days, as many at once as their groups allow (`countOf`). While one window is written, the
 * next one is read.
 */
export async function* inDayWindows<Read>(
  days: readonly string[],
  read: (range: DateRange) => Promise<Read>,
  countOf: (read: Read) => number,
): AsyncGenerator<DayWindow<Read>, void, undefined> {
  let next = openWindow(days, 1, read);
  for (let done = 0; next !== undefined; ) {
    const window = { days: next.days, read: await next.read };
    done += window.days.length;
    const perDay = Math.max(1, countOf(window.read)) / window.days.length;
    next = openWindow(days.slice(done), Math.max(1, Math.floor(GROUPS_TOGETHER / perDay)), read);
    yield window;
  }
}

function openWindow<Read>(
  left: readonly string[],
  length: number,
  read: (range: DateRange) => Promise<Read>,
): { readonly days: readonly string[]; readonly read: Promise<Read> } | undefined {
  const days = left.slice(0, length);
  const starts = days.map((day) => toDay(day, 'day'));
  if (days.length === 0) return undefined;
  const reading = read({ from: Math.min(...starts), to: Math.max(...starts) + DAY_MS });
  // Whoever has gone does not wait for it.
  reading.catch(() => undefined);
  return { days, read: reading };
}
