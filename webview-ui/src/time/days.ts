const DAY_MS = 86_400_000;

function offsetMs(epochMs: number, timeZone: string): number {
  const wall: Record<string, number> = {};
  for (const part of wallClock(timeZone).formatToParts(epochMs)) wall[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = wall;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1000) * 1000;
}

function wallClock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

/** The day of a moment in a time zone, as `YYYY-MM-DD`. */
export function dayOf(epochMs: number, timeZone: string): string {
  return new Date(epochMs + offsetMs(epochMs, timeZone)).toISOString().slice(0, 10);
}

/** The day that is `count` days after `day` (before, where negative). */
export function shiftDay(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Epoch ms of the first moment of a day in a time zone; right across changes to and from summer time. */
export function startOfDay(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const guess = utc - offsetMs(utc, timeZone);
  const start = utc - offsetMs(guess, timeZone);
  // Where midnight does not exist, the arithmetic lands on the day before.
  return dayOf(start, timeZone) === day ? start : start + 3_600_000;
}

/** The `count` days up to and with today, oldest first. */
export function lastDays(count: number, now: number, timeZone: string): readonly string[] {
  const today = dayOf(now, timeZone);
  return Array.from({ length: count }, (_, index) => shiftDay(today, index - count + 1));
}
