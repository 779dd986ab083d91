import type { InsightRange, InsightStep } from '../domain/insights.ts';
import { localDays } from './localDays.ts';

const HOUR_MS = 3_600_000;
/** Up to here a line of hours tells more than one of days. */
const LONGEST_IN_HOURS_MS = 49 * HOUR_MS;

export interface TimeSteps {
  readonly step: InsightStep;
  /** Epoch ms at which each step begins, oldest first. */
  readonly starts: readonly number[];
}

/** Cuts a range into hours, or, where it is longer than two days, into local days. */
export function timeSteps({ from, to, timeZone }: InsightRange): TimeSteps {
  if (to - from > LONGEST_IN_HOURS_MS) {
    return { step: 'day', starts: [...localDays(from, to, timeZone)].map((day) => day.from) };
  }
  const starts: number[] = [];
  for (let start = from; start < to; start += HOUR_MS) starts.push(start);
  return { step: 'hour', starts };
}

/** The step that holds an instant of the range. */
export function stepOf(instant: number, starts: readonly number[]): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= instant) low = middle;
    else high = middle;
  }
  return starts[low] ?? instant;
}
