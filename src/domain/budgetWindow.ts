import { parseDuration } from './duration.ts';
import { instantOf, type WallTime, wallTimeAt } from './wallTime.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAYS_OF_A_MONTH = 30;
const DAYS_OF_A_WEEK = 7;

/**
 * When a budget window that is open at `now` ends, in epoch ms, always after `now`. The boundaries are LiteLLM's
 * (`duration_parser.py`), on the clocks of `timeZone` (an IANA name): `1d` the next midnight, `7d` and `1w` Monday,
 * `30d` and `1mo` the 1st of the month, other days and weeks that many days after today's midnight, `Nmo` the 1st of
 * the N-th month from now, hours, minutes and seconds at multiples from midnight, the hour and the minute.
 * Throws `bad-request` for what is no duration.
 */
export function nextReset(duration: string, now: number, timeZone: string): number {
  const { count, unit } = read(duration);
  const wall = wallTimeAt(now, timeZone);
  switch (unit) {
    case 's':
      return Math.floor(now / SECOND_MS) * SECOND_MS + untilMultiple(wall.second, count) * SECOND_MS;
    case 'm':
      return startOfMinute(now) + untilMultiple(wall.minute, count) * MINUTE_MS;
    case 'h':
      return instantOf(startOfHour(wall, untilMultiple(wall.hour, count)), timeZone, now);
    case 'mo':
      return instantOf(firstOfMonth(wall, count), timeZone, now);
    case 'w':
      return instantOf(midnightAfter(wall, count * DAYS_OF_A_WEEK), timeZone, now);
    default:
      return instantOf(midnightAfter(wall, count), timeZone, now);
  }
}

interface Duration {
  readonly count: number;
  readonly unit: string;
}

function read(duration: string): Duration {
  parseDuration(duration);
  const match = /^(\d+)(\w+)$/.exec(duration.trim());
  return { count: Number(match?.[1]), unit: match?.[2] ?? 'd' };
}

function untilMultiple(value: number, step: number): number {
  return step - (value % step);
}

/** Whole minutes since the epoch: no zone of today is off by seconds. */
function startOfMinute(now: number): number {
  return Math.floor(now / MINUTE_MS) * MINUTE_MS;
}

function startOfHour(wall: WallTime, hoursAhead: number): WallTime {
  return { ...wall, hour: wall.hour + hoursAhead, minute: 0, second: 0 };
}

function firstOfMonth(wall: WallTime, monthsAhead: number): WallTime {
  return { year: wall.year, month: wall.month + monthsAhead, day: 1, hour: 0, minute: 0, second: 0 };
}

function midnightAfter(wall: WallTime, days: number): WallTime {
  if (days === DAYS_OF_A_MONTH) return firstOfMonth(wall, 1);
  const ahead = days === DAYS_OF_A_WEEK ? daysToMonday(wall) : days;
  return { ...wall, day: wall.day + ahead, hour: 0, minute: 0, second: 0 };
}

/** 1 to 7: on a Monday the window ends a week later. */
function daysToMonday({ year, month, day }: WallTime): number {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return DAYS_OF_A_WEEK - ((weekday + DAYS_OF_A_WEEK - 1) % DAYS_OF_A_WEEK);
}
