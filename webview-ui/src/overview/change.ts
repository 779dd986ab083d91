import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';
import type { RangeName } from '../time/ranges.ts';

/** `▼ 18 % on the 7 days before`, from a ratio; words where there is nothing to compare with. */
export function changeText(
  change: number | undefined,
  range: RangeName,
  strings: Strings,
  format: Pick<Formatter, 'percent'>,
): string {
  if (change === undefined) return strings.tiles.nothingBefore[range];
  const size = format.percent(Math.abs(change));
  const arrow = change < 0 ? '▼' : '▲';
  return `${Math.round(change * 100) === 0 ? '±' : arrow} ${size} ${strings.range.before[range]}`;
}
