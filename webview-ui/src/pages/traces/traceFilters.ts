import { formatRoute, type Route } from '../../app/route.ts';
import type { TableSort } from '../../parts/table/tableColumn.ts';

export type TraceView = 'tasks' | 'requests';

/** How the list of traces is filtered and sorted; it stands in the address, so that it can be linked to. */
export interface TraceFilters {
  readonly view: TraceView;
  readonly model: string;
  readonly status: '' | 'success' | 'failure';
  /** Alias of a virtual key. */
  readonly key: string;
  readonly text: string;
  readonly sort: TableSort;
}

/** Columns of the table by which the gateway sorts. */
const SORTED = {
  time: 'startedAt',
  cost: 'cost',
  duration: 'duration',
  tokensIn: 'tokens',
  firstToken: 'firstToken',
} as const;
type SortedColumn = keyof typeof SORTED;

const NEWEST: TableSort = { column: 'time', descending: true };

export function isSorted(column: string): column is SortedColumn {
  return column in SORTED;
}

export function toTraceFilters({ query }: Pick<Route, 'query'>): TraceFilters {
  const { view, model = '', status, key = '', text = '', sort = '', order } = query;
  return {
    view: view === 'requests' ? 'requests' : 'tasks',
    model,
    status: status === 'success' || status === 'failure' ? status : '',
    key,
    text,
    sort: isSorted(sort) ? { column: sort, descending: order !== 'asc' } : NEWEST,
  };
}

/** The address of a list with these filters; what is as usual is left out. */
export function traceListRoute(filters: TraceFilters): string {
  const { view, model, status, key, text, sort } = filters;
  const usual = sort.column === NEWEST.column && sort.descending;
  return formatRoute('traces', [], {
    view: view === 'tasks' ? undefined : view,
    model,
    status,
    key,
    text: text.trim(),
    sort: usual ? undefined : sort.column,
    order: sort.descending ? undefined : 'asc',
  });
}

/** The filters as the gateway's query has them; `span` in epoch ms. */
export function toTraceQuery(
  { model, status, key, text, sort }: TraceFilters,
  span: { readonly from: number; readonly to: number },
): Readonly<Record<string, string | number>> {
  const column = isSorted(sort.column) ? sort.column : 'time';
  const given = Object.entries({ model, status, key, text: text.trim() }).filter(([, value]) => value !== '');
  return {
    ...Object.fromEntries(given),
    sort: SORTED[column],
    order: sort.descending ? 'desc' : 'asc',
    from: span.from,
    to: span.to,
  };
}

/** The same for tasks, which have an order of their own. */
export function toTaskQuery(
  { model, status, key, text }: TraceFilters,
  span: { readonly from: number; readonly to: number },
): Readonly<Record<string, string | number>> {
  const given = Object.entries({ model, status, key, text: text.trim() }).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(given), from: span.from, to: span.to };
}

export function isFiltered({ model, status, key, text }: TraceFilters): boolean {
  return [model, status, key, text].some((value) => value !== '');
}
