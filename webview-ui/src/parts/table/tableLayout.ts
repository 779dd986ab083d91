import type { TableChoice, TableColumn } from './tableColumn.ts';

type Sized = Pick<TableColumn<never>, 'name' | 'width' | 'grow' | 'rank' | 'extra'>;

/** A growing column is never narrower than this, in pixels. */
const LEAST_GROWN = 72;
/** The part of the room that is kept for it before columns beyond the first figure are added. */
const GROWN_PART = 0.36;

/** A table that has less room than this, in pixels, stands in a side bar. */
const SIDE_BAR = 340;

/** The columns with the widths that they have in `room` pixels; 0 is "not known yet". */
export function columnsAt<C extends { readonly width: number; readonly narrow?: number }>(
  columns: readonly C[],
  room: number,
): readonly C[] {
  if (room === 0 || room >= SIDE_BAR) return columns;
  return columns.map((column) => (column.narrow === undefined ? column : { ...column, width: column.narrow }));
}

function widthOf(column: Sized, choice: TableChoice): number {
  return choice.widths[column.name] ?? (column.grow === true ? LEAST_GROWN : column.width);
}

/**
 * The columns that show in `room` pixels: those that the user chose, all of them; else those that fit, the least
 * important left out first. Room 0 is "not known yet": everything shows.
 */
export function shownColumns<C extends Sized>(columns: readonly C[], choice: TableChoice, room: number): readonly C[] {
  if (choice.columns !== undefined) {
    const chosen = new Set(choice.columns);
    return columns.filter(({ name, rank }) => rank === 0 || chosen.has(name));
  }
  const wanted = columns.filter(({ extra }) => extra !== true);
  if (room === 0) return wanted;
  const shown = new Set<C>();
  let left = room - ROW_PADDING;
  let full = false;
  for (const column of wanted.toSorted((a, b) => a.rank - b.rank)) {
    const width = widthOf(column, choice);
    const kept = column.rank > 1 ? keptForGrowth(wanted, choice, room) : 0;
    if (column.rank > 0 && (full || width + kept > left)) {
      full = true;
      continue;
    }
    shown.add(column);
    left -= width;
  }
  return wanted.filter((column) => shown.has(column));
}

/** Pixels around the cells of a row. */
const ROW_PADDING = 16;

/** Pixels that a row takes at least. */
export function leastWidth(columns: readonly Sized[], choice: TableChoice): number {
  return columns.reduce((sum, column) => sum + widthOf(column, choice), ROW_PADDING);
}

/** `grid-template-columns` of a table's rows. */
export function gridTemplate(columns: readonly Sized[], choice: TableChoice): string {
  return columns
    .map((column) => {
      const width = choice.widths[column.name];
      if (width === undefined && column.grow === true) return `minmax(${LEAST_GROWN}px, 1fr)`;
      return `${width ?? column.width}px`;
    })
    .join(' ');
}

/** Pixels that the growing column shall have beyond its least width. */
function keptForGrowth(columns: readonly Sized[], choice: TableChoice, room: number): number {
  const column = columns.find(({ grow }) => grow === true);
  if (column === undefined) return 0;
  return Math.max(0, Math.min(column.width, room * GROWN_PART) - widthOf(column, choice));
}
