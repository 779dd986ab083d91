import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';
import type { PeriodName } from '../time/period.ts';

type Percent = Pick<Formatter, 'percent'>;

/** `▼ 18 %`, from a ratio. */
export function changeSize(change: number, format: Percent): string {
  const arrow = change < 0 ? '▼' : '▲';
  return `${Math.round(change * 100) === 0 ? '±' : arrow} ${format.percent(Math.abs(change))}`;
}

/** `▼ 18 % on the 7 days before`; words where there is nothing to compare with. */
export function changeText(change: number | undefined, range: PeriodName, strings: Strings, format: Percent): string {
  if (change === undefined) return strings.tiles.nothingBefore[range];
  return strings.tiles.change(changeSize(change, format), strings.range.before[range]);
}
