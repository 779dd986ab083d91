import { useCallback } from 'react';
import { type ListPage, type PagedList, usePagedList } from '../../api/pages.ts';
import { withQuery } from '../../api/paths.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import type { TableSort } from '../../parts/table/tableColumn.ts';
import { type KeyRow, toKeyRow } from './keyRow.ts';

const KEYS_PER_PAGE = 100;

interface KeyPage extends ListPage {
  readonly keys: readonly unknown[];
  readonly total_count: number;
}

/** Columns by which the gateway itself can sort. */
const SORTS: Readonly<Record<string, string>> = {
  name: 'key_alias',
  spend: 'spend',
  expires: 'expires',
  created: 'created_at',
};

export const SORTED_COLUMNS: ReadonlySet<string> = new Set(Object.keys(SORTS));

/** Keys whose name has `search` in it, sorted and cut into pages by the gateway: there may be ten thousand. */
export function useKeys(search: string, sort: TableSort): PagedList<KeyRow> {
  const { now } = useDashboard();
  const path = (page: number): string =>
    withQuery('/key/list', {
      return_full_object: 'true',
      page,
      size: KEYS_PER_PAGE,
      sort_by: SORTS[sort.column] ?? 'created_at',
      sort_order: sort.descending ? 'desc' : 'asc',
      ...(search === '' ? {} : { key_alias: search }),
    });
  const read = useCallback(
    (page: KeyPage) => ({ rows: page.keys.map((row) => toKeyRow(row, now())), total: page.total_count }),
    [now],
  );
  return usePagedList<KeyPage, KeyRow>(['keys', search, sort], { read, path, fields: ['keys', 'total_count'] });
}
