import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import type { TableColumn } from './tableColumn.ts';

/** A row of a tree: how deep it stands, and whether it is open (undefined: it has nothing in it). */
export interface TreeRow {
  readonly level: number;
  readonly expanded: boolean | undefined;
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly TableColumn<Row>[];
  readonly index: number;
  /** Pixels from the top of all rows. */
  readonly top: number;
  readonly template: string;
  readonly focusable: boolean;
  /** Nothing comes after it: the frame of the table is its line. */
  readonly last: boolean;
  readonly tree: TreeRow | undefined;
  /** What stands below the row while it is open. */
  readonly detail: ReactNode;
  readonly openable: boolean;
  readonly measure: Ref<HTMLDivElement>;
  readonly onOpen: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: () => void;
}

/** A click anywhere in the line opens it, except on what does something by itself, and while text is selected. */
function opensRow(event: MouseEvent<HTMLElement>): boolean {
  const onControl = event.target instanceof Element && event.target.closest('button, a, input, label') !== null;
  return !onControl && (window.getSelection()?.isCollapsed ?? true);
}

/** One line of a table, and its details below it. */
export function TableRow<Row>(props: TableRowProps<Row>): ReactNode {
  const { row, columns, index, top, template, focusable, last, tree, detail, openable, measure } = props;
  const open = detail !== undefined && detail !== null;
  const expanded = tree === undefined ? (openable && detail !== undefined ? open : undefined) : tree.expanded;
  return (
    <div
      ref={measure}
      data-index={index}
      className={last ? 'rowGroup last' : 'rowGroup'}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-level={tree?.level}
        aria-expanded={expanded}
        tabIndex={focusable ? 0 : -1}
        className={`tableRow ${openable ? 'openable' : ''} ${open ? 'open' : ''}`}
        style={{ gridTemplateColumns: template }}
        onClick={(event) => openable && opensRow(event) && props.onOpen()}
        onKeyDown={props.onKeyDown}
        onFocus={props.onFocus}
      >
        {columns.map((column, place) => (
          <div
            key={column.name}
            role="gridcell"
            aria-colindex={place + 1}
            className={`tableCell ${column.number === true ? 'number' : ''} ${column.grow === true ? 'grow' : ''}`}
            style={
              place === 0 && tree !== undefined
                ? { paddingLeft: `calc(8px + ${tree.level - 1} * var(--tree-step))` }
                : undefined
            }
          >
            {column.cell(row)}
          </div>
        ))}
      </div>
      {open ? <DetailRow columns={columns.length}>{detail}</DetailRow> : null}
    </div>
  );
}

function DetailRow({ columns, children }: { columns: number; children: ReactNode }): ReactNode {
  return (
    <div role="row" className="tableDetail">
      <div role="gridcell" aria-colspan={columns}>
        {children}
      </div>
    </div>
  );
}
