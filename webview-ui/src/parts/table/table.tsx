import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Dashboard, useDashboard } from '../../app/dashboard.tsx';
import { useSavedPart } from '../../app/saved.tsx';
import { Icon } from '../icon.tsx';
import { Skeleton } from '../skeleton.tsx';
import { ColumnMenu } from './columnMenu.tsx';
import { type TableChoice, type TableColumn, type TableSort, toTableChoice } from './tableColumn.ts';
import { HeadCell } from './tableHead.tsx';
import { rowAfterKey } from './tableKeys.ts';
import { columnsAt, gridTemplate, leastWidth, shownColumns } from './tableLayout.ts';
import { TableRow, type TreeRow } from './tableRow.tsx';
import { nextSort, sortRows, toCsv } from './tableRows.ts';

const ROW_HEIGHT = 29;
const OVERSCAN = 12;
const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
/** A list of so many rows stands in the page as a whole. */
const SHORT = 20;
/** Rows from the end at which more are asked for. */
const NEAR_END = 20;

export interface TableProps<Row> {
  /** Names the choices that are kept for this table. */
  readonly id: string;
  /** What the table shows, for screen readers and as the name of the CSV file. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  /** Undefined while loading. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** A click or Enter on a row. */
  readonly onOpen?: (row: Row) => void;
  /** What stands below a row: undefined where rows have no details, null for a row that is not open. */
  readonly detail?: (row: Row) => ReactNode;
  /** Of a table that is a tree. Left and Right close and open a row: `onToggle`. */
  readonly tree?: (row: Row) => TreeRow;
  readonly onToggle?: (row: Row) => void;
  /** Where the rows come in order already; without it, the table sorts the rows that it has. */
  readonly order?: { readonly sort: TableSort; readonly onSort: (sort: TableSort) => void };
  /** The last rows have come into view: there may be more. */
  readonly onEnd?: () => void;
  /** Rows in all, where only some of them are here. */
  readonly total?: number;
  /** What is counted above the table, where it is not the rows. */
  readonly counted?: { readonly shown: number; readonly total: number | undefined };
  /** What the CSV file holds, where it is more than the rows that are here. */
  readonly exportRows?: () => Promise<readonly Row[]>;
  /** More actions beside "Columns" and "Export CSV". */
  readonly actions?: ReactNode;
}

/** Width of an element in pixels, 0 until it is known. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    setWidth(element.current.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

interface RowFocus {
  readonly current: number;
  readonly moveTo: (index: number) => void;
  readonly setCurrent: (index: number) => void;
}

/** One row of the table takes the Tab key; arrow keys move it, also to rows that are not drawn yet. */
function useRowFocus(
  box: React.RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
): RowFocus {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] > [role=row]`);
    if (row === null || row === undefined) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });
  const moveTo = (index: number): void => {
    wanted.current = index;
    setCurrent(index);
    virtual.scrollToIndex(index);
  };
  return { current, moveTo, setCurrent };
}

/** What the row's keys do; true where the key was one of them. */
function pressRow<Row>(event: KeyboardEvent<HTMLElement>, row: Row, props: TableProps<Row>): boolean {
  if (event.target !== event.currentTarget) return false;
  const expanded = props.tree?.(row).expanded;
  const toggles =
    (event.key === 'ArrowRight' && expanded === false) || (event.key === 'ArrowLeft' && expanded === true);
  if (toggles) props.onToggle?.(row);
  else if (event.key === 'Enter' || event.key === ' ') props.onOpen?.(row);
  else return false;
  return true;
}

interface BodyProps<Row> {
  readonly table: TableProps<Row>;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  readonly template: string;
  /** Pixels that the rows take at least. */
  readonly least: number;
  readonly box: React.RefObject<HTMLDivElement | null>;
}

/** The rows in view, and a few around them. */
function Rows<Row>({ table, rows, columns, template, least, box }: BodyProps<Row>): ReactNode {
  const { rowKey, onEnd } = table;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: useCallback(
      (index: number) => {
        const row = rows[index];
        return row === undefined ? index : rowKey(row);
      },
      [rows, rowKey],
    ),
  });
  const focus = useRowFocus(box, virtual);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - NEAR_END) onEnd?.();
  }, [last, rows.length, onEnd]);
  const keep = Math.min(focus.current, rows.length - 1);
  return (
    <div
      role="rowgroup"
      className="tableBody"
      style={{ height: `${virtual.getTotalSize()}px`, minWidth: `${least}px` }}
    >
      {items.map(({ index, key, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <TableRow
            key={key}
            row={row}
            columns={columns}
            index={index}
            top={start}
            template={template}
            focusable={index === keep}
            last={index === rows.length - 1}
            tree={table.tree?.(row)}
            detail={table.detail?.(row)}
            openable={table.onOpen !== undefined}
            measure={virtual.measureElement}
            onOpen={() => table.onOpen?.(row)}
            onFocus={() => focus.setCurrent(index)}
            onKeyDown={(event) => {
              const target =
                event.target === event.currentTarget ? rowAfterKey(event.key, index, rows.length) : undefined;
              if (target !== undefined) focus.moveTo(target);
              if (target !== undefined || pressRow(event, row, table)) event.preventDefault();
            }}
          />
        );
      })}
    </div>
  );
}

function SkeletonRows({ columns, template }: { columns: readonly TableColumn<never>[]; template: string }): ReactNode {
  return SKELETON_ROWS.map((name) => (
    <div key={name} className="tableRow" aria-hidden="true" style={{ gridTemplateColumns: template }}>
      {columns.map((column) => (
        <div key={column.name} className={column.number === true ? 'tableCell number' : 'tableCell'}>
          <Skeleton width={column.grow === true ? 14 : 3} />
        </div>
      ))}
    </div>
  ));
}

interface ToolsProps<Row> {
  readonly table: TableProps<Row>;
  readonly rows: readonly Row[];
  readonly shown: readonly string[];
  readonly choice: TableChoice;
  readonly onChoice: (choice: TableChoice) => void;
}

/** How many rows there are; nothing while nobody knows. */
function countText<Row>({ rows, counted, total: all }: TableProps<Row>, { strings, format }: Dashboard): string {
  if (rows === undefined) return '';
  const { shown: here, total = here } = counted ?? { shown: rows.length, total: all };
  const text = format.integer(here);
  return total > here ? strings.table.ofTotal(text, format.integer(total)) : strings.table.rows(here, text);
}

function Tools<Row>({ table, rows, shown, choice, onChoice }: ToolsProps<Row>): ReactNode {
  const dashboard = useDashboard();
  const { strings, transport } = dashboard;
  const save = async (): Promise<void> => {
    const all = (await table.exportRows?.().catch(() => undefined)) ?? rows;
    transport.saveFile(`torii-${table.id}.csv`, toCsv(all, table.columns));
  };
  return (
    <div className="tableTools">
      <span className="dim number">{countText(table, dashboard)}</span>
      {table.actions}
      <button type="button" className="link" onClick={() => void save()}>
        <Icon name="export" />
        {strings.table.exportCsv}
      </button>
      <ColumnMenu
        columns={table.columns}
        shown={shown}
        onChange={(columns) => onChoice({ ...choice, columns, widths: columns === undefined ? {} : choice.widths })}
      />
    </div>
  );
}

/**
 * Any list of the dashboard: columns that are chosen, sized and sorted by, a head that stays, rows that are drawn only
 * where they are seen, arrow keys, and a CSV file. Its rows open in place (`detail`) or lead to a page (`onOpen`).
 */
export function Table<Row>(props: TableProps<Row>): ReactNode {
  const { id, label, columns, rows, order } = props;
  const [choice, setChoice] = useSavedPart(`table.${id}`, toTableChoice);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const shown = shownColumns(columnsAt(columns, width), choice, width);
  const template = gridTemplate(shown, choice);
  const least = leastWidth(shown, choice);
  const sort = order?.sort ?? choice.sort;
  const sorted = rows === undefined ? undefined : order === undefined ? sortRows(rows, columns, sort) : rows;
  const sortBy = (column: TableColumn<Row>): void => {
    const next = nextSort(column, sort);
    if (order === undefined) setChoice({ ...choice, sort: next });
    else order.onSort(next);
  };
  return (
    <div className="tableFrame">
      <Tools
        table={props}
        rows={sorted ?? []}
        shown={shown.map(({ name }) => name)}
        choice={choice}
        onChoice={setChoice}
      />
      <div
        ref={box}
        role={props.tree === undefined && props.detail === undefined ? 'grid' : 'treegrid'}
        aria-label={label}
        aria-rowcount={rows === undefined ? -1 : rows.length + 1}
        aria-colcount={shown.length}
        aria-busy={rows === undefined}
        className={
          sorted !== undefined && Math.max(sorted.length, props.total ?? 0) <= SHORT ? 'tableBox short' : 'tableBox'
        }
      >
        <div role="rowgroup" className="tableHead" style={{ minWidth: `${least}px` }}>
          <div role="row" aria-rowindex={1} className="tableRow" style={{ gridTemplateColumns: template }}>
            {shown.map((column, index) => (
              <HeadCell
                key={column.name}
                column={column}
                index={index}
                sort={sort}
                width={choice.widths[column.name]}
                onSort={() => sortBy(column)}
                onWidth={(pixels) => setChoice({ ...choice, widths: { ...choice.widths, [column.name]: pixels } })}
              />
            ))}
          </div>
        </div>
        {sorted === undefined ? (
          <SkeletonRows columns={shown} template={template} />
        ) : (
          <Rows table={props} rows={sorted} columns={shown} template={template} least={least} box={box} />
        )}
      </div>
    </div>
  );
}
