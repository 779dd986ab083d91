/** Days up to and with today, or all that the ledger has. */
export const exportRanges = ['today', 'week', 'month', 'quarter', 'all'] as const;
export type ExportRange = (typeof exportRanges)[number];

const DAYS: Readonly<Record<Exclude<ExportRange, 'all'>, number>> = { today: 1, week: 7, month: 30, quarter: 90 };

/** Epoch ms of the midnight, in this machine's time zone, at which a range begins; undefined for all. */
export function startOfRange(range: ExportRange, now: Date): number | undefined {
  if (range === 'all') return undefined;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[range] + 1).getTime();
}

/** A name for the file, with the day it was made: `torii-usage-2026-11-26.csv`. */
export function exportFileName(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `torii-usage-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.csv`;
}
