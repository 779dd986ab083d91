import { describe, expect, it } from 'vitest';
import { type TableColumn, toTableChoice } from '../../../webview-ui/src/parts/table/tableColumn.ts';
import { rowAfterKey } from '../../../webview-ui/src/parts/table/tableKeys.ts';
import { columnsAt, gridTemplate, leastWidth, shownColumns } from '../../../webview-ui/src/parts/table/tableLayout.ts';
import { nextSort, sortRows, toCsv } from '../../../webview-ui/src/parts/table/tableRows.ts';

interface Row {
  readonly name: string;
  readonly cost: number | null;
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { name: 'name', title: 'Name', width: 200, grow: true, rank: 0, cell: ({ name }) => name, value: ({ name }) => name },
  { name: 'cost', title: 'Cost', width: 100, number: true, rank: 1, cell: () => '', value: ({ cost }) => cost },
  { name: 'icon', title: 'Icon', width: 100, rank: 2, cell: () => '' },
  { name: 'note', title: 'Note', width: 100, rank: 3, extra: true, cell: () => '', csv: () => '=1+1' },
];
const NOTHING = toTableChoice(undefined);
const names = (columns: readonly { readonly name: string }[]): readonly string[] => columns.map(({ name }) => name);

describe('the columns of a table', () => {
  it('are left out where the room is scarce, the least important first', () => {
    expect(names(shownColumns(COLUMNS, NOTHING, 600))).toEqual(['name', 'cost', 'icon']);
    expect(names(shownColumns(COLUMNS, NOTHING, 300))).toEqual(['name', 'cost']);
    expect(names(shownColumns(COLUMNS, NOTHING, 100))).toEqual(['name']);
  });

  it('keep the first figure as long as the growing column has its least width', () => {
    expect(names(shownColumns(COLUMNS, NOTHING, 188))).toEqual(['name', 'cost']);
    expect(names(shownColumns(COLUMNS, NOTHING, 187))).toEqual(['name']);
  });

  it('may be narrower where the table stands in a side bar', () => {
    const columns = [{ width: 176, narrow: 100 }, { width: 84 }];
    const widths = (room: number): readonly number[] => columnsAt(columns, room).map(({ width }) => width);
    expect(widths(276)).toEqual([100, 84]);
    expect(widths(1152)).toEqual([176, 84]);
    expect(widths(0)).toEqual([176, 84]);
  });

  it('are those that were chosen, however narrow the table is, and always the first', () => {
    const choice = toTableChoice({ columns: ['note', 'icon'] });
    expect(names(shownColumns(COLUMNS, choice, 100))).toEqual(['name', 'icon', 'note']);
  });

  it('are as wide as they were made', () => {
    const choice = toTableChoice({ widths: { cost: 150, name: 3 } });
    expect(gridTemplate(COLUMNS.slice(0, 2), choice)).toBe('40px 150px');
    expect(gridTemplate(COLUMNS.slice(0, 2), NOTHING)).toBe('minmax(72px, 1fr) 100px');
    expect(leastWidth(COLUMNS.slice(0, 2), choice)).toBe(40 + 150 + 16);
  });

  it.each([null, 7, { columns: 'all', widths: [], sort: 3 }, { sort: {} }])('make sense of %j', (value) => {
    expect(toTableChoice(value)).toEqual({ columns: undefined, widths: {}, sort: undefined });
  });
});

describe('the rows of a table', () => {
  const rows: readonly Row[] = [
    { name: 'b', cost: 2 },
    { name: 'c', cost: null },
    { name: 'a', cost: 10 },
  ];

  it('are sorted by value; what has none comes last either way', () => {
    const order = (descending: boolean) => names(sortRows(rows, COLUMNS, { column: 'cost', descending }));
    expect(order(false)).toEqual(['b', 'a', 'c']);
    expect(order(true)).toEqual(['a', 'b', 'c']);
    expect(sortRows(rows, COLUMNS, undefined)).toBe(rows);
    expect(sortRows(rows, COLUMNS, { column: 'gone', descending: true })).toBe(rows);
  });

  it('turn round at a second click; figures begin with the largest', () => {
    const first = nextSort({ name: 'cost', number: true }, undefined);
    expect(first).toEqual({ column: 'cost', descending: true });
    expect(nextSort({ name: 'cost', number: true }, first)).toEqual({ column: 'cost', descending: false });
    expect(nextSort({ name: 'name' }, first)).toEqual({ column: 'name', descending: false });
  });

  it('are a CSV file of every column that has a value, and no formula among them', () => {
    expect(toCsv(rows.slice(0, 2), COLUMNS)).toBe("Name,Cost,Note\r\nb,2,'=1+1\r\nc,,'=1+1\r\n");
  });

  it('are walked through with the keys', () => {
    expect(rowAfterKey('ArrowDown', 2, 3)).toBe(2);
    expect(rowAfterKey('ArrowUp', 2, 3)).toBe(1);
    expect(rowAfterKey('End', 0, 500)).toBe(499);
    expect(rowAfterKey('PageUp', 4, 500)).toBe(0);
    expect(rowAfterKey('Home', 4, 500)).toBe(0);
    expect(rowAfterKey('a', 4, 500)).toBe(undefined);
    expect(rowAfterKey('ArrowDown', 0, 0)).toBe(undefined);
  });
});
