import { startOfDay } from '../time/days.ts';
import { daysOfSpan } from '../time/ranges.ts';

const HOUR_MS = 3_600_000;

/** Epoch ms at which the hours or days of a span begin, oldest first. */
export function stepStarts(
  span: { readonly from: number; readonly to: number; readonly step: 'hour' | 'day' },
  timeZone: string,
): readonly number[] {
  if (span.step === 'day') return daysOfSpan(span.from, span.to, timeZone).map((day) => startOfDay(day, timeZone));
  const starts: number[] = [];
  for (let start = span.from; start < span.to; start += HOUR_MS) starts.push(start);
  return starts;
}
