import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';
import type { Period } from './period.ts';

/** `7 days`, or `Nov 3 – Nov 9`. */
export function periodName(period: Period, strings: Strings, format: Pick<Formatter, 'day'>): string {
  if (period.name !== 'custom') return strings.range.names[period.name];
  const { first, last } = period;
  return first === last ? format.day(first) : `${format.day(first)} – ${format.day(last)}`;
}
