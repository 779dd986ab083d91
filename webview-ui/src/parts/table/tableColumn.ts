import type { ReactNode } from 'react';
import type { CsvValue } from '../../../../src/protocol/csv.ts';

/** A column of a table. */
export interface TableColumn<Row> {
  /** Unique in its table; kept with the user's choices, so it must not change. */
  readonly name: string;
  readonly title: string;
  /** Pixels at first; the user may change them. */
  readonly width: number;
  /** The same where the table is no wider than a side bar; its text is in two lines then (class `wraps`). */
  readonly narrow?: number;
  /** Takes what the others leave. One column of a table does. */
  readonly grow?: boolean;
  /** A figure: right-aligned. */
  readonly number?: boolean;
  /** 0 shows always; of the others, those with the largest rank are left out first where the room is scarce. */
  readonly rank: number;
  /** Not shown until the user asks for it. */
  readonly extra?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it, it cannot be. Null sorts last. */
  readonly value?: (row: Row) => string | number | null;
  /** What stands in the CSV file; `value` where it is left out. A column with neither is not part of it. */
  readonly csv?: (row: Row) => CsvValue;
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** What a user has chosen for a table. */
export interface TableChoice {
  /** Names of the columns that show; undefined shows those that fit. */
  readonly columns: readonly string[] | undefined;
  /** Pixels, of columns that were sized. */
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: TableSort | undefined;
}

export const NARROWEST = 40;
const WIDEST = 1200;

/** A choice that was kept, by whatever version. */
export function toTableChoice(value: unknown): TableChoice {
  const kept = isRecord(value) ? value : {};
  const { columns, widths, sort } = kept;
  const names = Array.isArray(columns) ? columns.filter((name) => typeof name === 'string') : undefined;
  return { columns: names, widths: toWidths(widths), sort: toSort(sort) };
}

function toWidths(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  const sized = Object.entries(value).filter((pair): pair is [string, number] => typeof pair[1] === 'number');
  return Object.fromEntries(sized.map(([name, width]) => [name, clampWidth(width)]));
}

function toSort(value: unknown): TableSort | undefined {
  if (!isRecord(value) || typeof value['column'] !== 'string') return undefined;
  return { column: value['column'], descending: value['descending'] === true };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function clampWidth(pixels: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, pixels)));
}
