import { type CsvValue, toCsvLine } from '../../../../src/protocol/csv.ts';
import type { TableColumn, TableSort } from './tableColumn.ts';

/** Rows in the order of a column; rows without a value last, whichever way round. Keeps the order of equal rows. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: TableSort | undefined,
): readonly Row[] {
  const value = columns.find(({ name }) => name === sort?.column)?.value;
  if (sort === undefined || value === undefined) return rows;
  const direction = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return direction * compare(left, right);
  });
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right));
}

/** The rows as a CSV file (RFC 4180): the titles, then every column that has a value, shown or not. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string {
  const written = columns.flatMap(({ title, csv, value }) => {
    const read: ((row: Row) => CsvValue) | undefined = csv ?? value;
    return read === undefined ? [] : [{ title, read }];
  });
  const lines = [written.map(({ title }) => title), ...rows.map((row) => written.map(({ read }) => read(row)))];
  return lines.map(toCsvLine).join('');
}

/** The order after a click on a column's head: down first for figures, up for words, then the other way round. */
export function nextSort(column: Pick<TableColumn<never>, 'name' | 'number'>, sort: TableSort | undefined): TableSort {
  if (sort?.column === column.name) return { column: column.name, descending: !sort.descending };
  return { column: column.name, descending: column.number === true };
}
