import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { Icon } from '../icon.tsx';
import { clampWidth, NARROWEST, type TableColumn, type TableSort } from './tableColumn.ts';

type Head = Omit<TableColumn<never>, 'cell' | 'csv'>;

interface HeadCellProps {
  readonly column: Head;
  readonly index: number;
  readonly sort: TableSort | undefined;
  readonly width: number | undefined;
  readonly onSort: () => void;
  readonly onWidth: (width: number) => void;
}

const STEP = 16;

/** The edge of a column, to drag; with the keyboard, the arrow keys move it. */
function Edge({ column, width, onWidth }: Pick<HeadCellProps, 'column' | 'width' | 'onWidth'>): ReactNode {
  const { strings } = useDashboard();
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const measure = (element: HTMLElement): number =>
    element.parentElement?.getBoundingClientRect().width ?? column.width;
  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (start.current !== undefined) onWidth(clampWidth(start.current.width + event.clientX - start.current.x));
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth(clampWidth(measure(event.currentTarget) + step));
  };
  return (
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={strings.table.width(column.title)}
      aria-valuenow={width ?? column.width}
      aria-valuemin={NARROWEST}
      className="columnEdge"
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: measure(event.currentTarget) };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        start.current = undefined;
      }}
    />
  );
}

/** Title of a column; sorts, and can be sized at its edge. */
export function HeadCell(props: HeadCellProps): ReactNode {
  const { column, index, sort, onSort } = props;
  const sorted = sort?.column === column.name ? sort : undefined;
  const order = sorted === undefined ? undefined : sorted.descending ? 'descending' : 'ascending';
  const icon = sorted === undefined ? null : <Icon name={sorted.descending ? 'arrow-down' : 'arrow-up'} />;
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={order}
      className={column.number === true ? 'headCell number' : 'headCell'}
    >
      {column.value === undefined ? (
        <span className="ellipsis">{column.title}</span>
      ) : (
        <button type="button" className="headButton" onClick={onSort}>
          <span className="ellipsis">{column.title}</span>
          {icon}
        </button>
      )}
      <Edge {...props} />
    </div>
  );
}
