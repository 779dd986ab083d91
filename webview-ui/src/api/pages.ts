import { keepPreviousData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { useLive } from '../app/live.tsx';
import { isServing } from '../app/liveState.ts';
import { expectFields } from './answers.ts';

/** An answer of a list that comes page by page, as the management API counts them: from 1. */
export interface ListPage {
  readonly total_pages: number;
}

export interface PagedList<Row> {
  /** Undefined until the first page is here. */
  readonly rows: readonly Row[] | undefined;
  /** Rows in all. */
  readonly total: number;
  /** When the rows were read, epoch ms; 0 before that. */
  readonly readAt: number;
  readonly error: unknown;
  readonly retry: () => void;
  /** Asks for the next page, where there is one. */
  readonly more: () => void;
  /** Every row, page by page: for a file. */
  readonly all: () => Promise<readonly Row[]>;
  /** An older answer shows while the newer one is on its way. */
  readonly settling: boolean;
}

interface Paging<Page extends ListPage, Row> {
  /** Must be the same object for the same rows: it is what the rows are kept by. */
  readonly read: (page: Page) => { readonly rows: readonly Row[]; readonly total: number };
  readonly path: (page: number) => string;
  readonly fields: readonly (keyof Page & string)[];
}

/** A list of which only the pages that were looked at are here, kept fresh by notices. */
export function usePagedList<Page extends ListPage, Row>(
  key: readonly unknown[],
  { read, path, fields }: Paging<Page, Row>,
): PagedList<Row> {
  const { transport, surface } = useDashboard();
  const { gateway } = useLive();
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) => expectFields<Page>(await transport.get(path(pageParam)), fields),
    initialPageParam: 1,
    getNextPageParam: (last: Page, all) => (all.length < last.total_pages ? all.length + 1 : undefined),
    enabled: surface === 'browser' || (gateway !== undefined && isServing(gateway)),
    placeholderData: keepPreviousData,
  });
  const all = async (): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for (let page = 1, last = 1; page <= last; page++) {
      const answer = expectFields<Page>(await transport.get(path(page)), fields);
      rows.push(...read(answer).rows);
      last = answer.total_pages;
    }
    return rows;
  };
  const pages = query.data?.pages;
  const parts = useMemo(() => pages?.map(read), [pages, read]);
  return {
    rows: useMemo(() => parts?.flatMap(({ rows }) => rows), [parts]),
    total: parts?.[0]?.total ?? 0,
    readAt: query.dataUpdatedAt,
    error: query.error,
    retry: () => void query.refetch(),
    more: () => fetchMore(query),
    all,
    settling: query.isPlaceholderData,
  };
}

/** Asks for the next page, where there is one and nothing is on its way; after a failure the reader asks. */
export function fetchMore(query: UseInfiniteQueryResult): void {
  if (query.hasNextPage && !query.isFetching && !query.isError) void query.fetchNextPage();
}
