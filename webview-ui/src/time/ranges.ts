import { dayOf, lastDays, shiftDay, startOfDay } from './days.ts';

export const rangeNames = ['today', 'week', 'month', 'quarter'] as const;
export type RangeName = (typeof rangeNames)[number];

const DAYS: Readonly<Record<RangeName, number>> = { today: 1, week: 7, month: 30, quarter: 90 };
/** The page's clock may run a little behind the gateway's; a request that has just ended must not fall out. */
const CLOCK_SLACK_MS = 60_000;

export interface Span {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** `YYYY-MM-DD`, oldest first. */
  readonly days: readonly string[];
}

export function isRangeName(value: unknown): value is RangeName {
  return rangeNames.some((name) => name === value);
}

/** Whole days up to and with today, ending now. */
export function spanOfDays(count: number, now: number, timeZone: string): Span {
  const days = lastDays(count, now, timeZone);
  const first = days[0] ?? '1970-01-01';
  return { from: startOfDay(first, timeZone), to: now + CLOCK_SLACK_MS, days };
}

export function daysInRange(range: RangeName): number {
  return DAYS[range];
}

/** The days that a span with these bounds was made of, oldest first. */
export function daysOfSpan(from: number, to: number, timeZone: string): readonly string[] {
  const last = dayOf(to - CLOCK_SLACK_MS, timeZone);
  const days: string[] = [];
  for (let day = dayOf(from, timeZone); day <= last; day = shiftDay(day, 1)) days.push(day);
  return days;
}
