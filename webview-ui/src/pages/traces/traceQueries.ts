import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQueries,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TaskDetail, TaskList, TaskSummaryView } from '../../../../src/protocol/api.ts';
import type { TraceContentView, TraceDetail, TraceList, TraceSummary } from '../../../../src/protocol/traces.ts';
import { expectFields, refreshDelay } from '../../api/answers.ts';
import { firstOfEach, nextOffset } from '../../api/offsets.ts';
import { tasksPath, tracesPath, withQuery } from '../../api/paths.ts';
import { useAnswer, useServing } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { type Period, spanOf } from '../../time/period.ts';
import { type TraceFilters, toTaskQuery, toTraceQuery } from './traceFilters.ts';

const PAGE = 100;
const MOST = 200;
/** Pages that are read again when something happens; a reader who is further back is left alone. */
const LIVE_PAGES = 2;
/** Rows of a CSV file. */
const MOST_EXPORTED = 10_000;

export interface TaskPages {
  readonly query: UseInfiniteQueryResult<InfiniteData<TaskList>>;
  /** All tasks that are here; undefined until the first page is. */
  readonly rows: readonly TaskSummaryView[] | undefined;
  readonly total: number | undefined;
  /** False while the reader is so far back that the list does not follow any more. */
  readonly live: boolean;
  /** Every task that matches, as many as a file may have. */
  readonly readAll: () => Promise<readonly TaskSummaryView[]>;
}

/** Tasks that were at work in a period, newest first, page after page. */
export function useTasks(filters: TraceFilters, period: Period): TaskPages {
  const { transport, now, timeZone } = useDashboard();
  const { model, status, key, text } = filters;
  const read = async (offset: number): Promise<TaskList> => {
    const query = toTaskQuery(filters, spanOf(period, now(), timeZone));
    const path = withQuery(tasksPath, { ...query, limit: MOST, offset });
    return expectFields<TaskList>(await transport.get(path), ['tasks', 'total']);
  };
  const query = useInfiniteQuery({
    queryKey: ['tasks', period, model, status, key, text],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: 0,
    getNextPageParam: ({ tasks, total }, _pages, offset) => nextOffset(offset, tasks.length, total),
    enabled: useServing(),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isLive(state.data) ? refreshDelay(state.error) : false),
    meta: { live: isLive },
  });
  const readAll = async (): Promise<readonly TaskSummaryView[]> => {
    const pages: TaskList[] = [];
    for (let offset: number | undefined = 0; offset !== undefined && offset < MOST_EXPORTED; ) {
      const page: TaskList = await read(offset);
      pages.push(page);
      offset = nextOffset(offset, page.tasks.length, page.total);
    }
    return tasksOf(pages);
  };
  const pages = query.data?.pages;
  return {
    query,
    rows: useMemo(() => pages && tasksOf(pages), [pages]),
    total: pages?.at(-1)?.total,
    live: isLive(query.data),
    readAll,
  };
}

function tasksOf(pages: readonly TaskList[]): readonly TaskSummaryView[] {
  return firstOfEach(
    pages.flatMap(({ tasks }) => tasks),
    ({ id }) => id,
  );
}

export function useTask(id: string): UseQueryResult<TaskDetail> {
  return useAnswer<TaskDetail>(['task', id], () => `${tasksPath}/${encodeURIComponent(id)}`, ['requestList']);
}

export interface TracePages {
  readonly query: UseInfiniteQueryResult<InfiniteData<TraceList>>;
  /** All rows that are here; undefined until the first page is. */
  readonly rows: readonly TraceSummary[] | undefined;
  readonly total: number | undefined;
  /** False while the reader is so far back that the list does not follow any more. */
  readonly live: boolean;
  /** Every row that matches, as many as a file may have. */
  readonly readAll: () => Promise<readonly TraceSummary[]>;
}

/** Requests of a period, page after page. */
export function useTraces(filters: TraceFilters, period: Period): TracePages {
  const { transport, now, timeZone } = useDashboard();
  const serving = useServing();
  const { view: _view, ...named } = filters;
  const read = async (cursor: string, limit: number): Promise<TraceList> => {
    const query = toTraceQuery(filters, spanOf(period, now(), timeZone));
    const path = withQuery(tracesPath, { ...query, limit, ...(cursor === '' ? {} : { cursor }) });
    return expectFields<TraceList>(await transport.get(path), ['traces', 'nextCursor']);
  };
  const query = useInfiniteQuery({
    queryKey: ['traces', period, named],
    queryFn: ({ pageParam }) => read(pageParam, PAGE),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: serving,
    refetchInterval: false,
    // `live.tsx` leaves these alone.
    meta: { live: isLive },
  });
  const readAll = async (): Promise<readonly TraceSummary[]> => {
    const rows: TraceSummary[] = [];
    for (let cursor: string | null = ''; cursor !== null && rows.length < MOST_EXPORTED; ) {
      const page: TraceList = await read(cursor, MOST);
      rows.push(...page.traces);
      cursor = page.nextCursor;
    }
    return rows;
  };
  return {
    query,
    rows: query.data === undefined ? undefined : withoutRepeats(query.data.pages),
    total: query.data?.pages[0]?.total ?? undefined,
    live: isLive(query.data),
    readAll,
  };
}

function isLive(data: unknown): boolean {
  return pagesOf(data) <= LIVE_PAGES;
}

function pagesOf(data: unknown): number {
  const pages = typeof data === 'object' && data !== null && 'pages' in data ? data.pages : undefined;
  return Array.isArray(pages) ? pages.length : 0;
}

/** Pages that were read at different times may overlap. */
export function withoutRepeats(pages: readonly Pick<TraceList, 'traces'>[]): readonly TraceSummary[] {
  return firstOfEach(
    pages.flatMap(({ traces }) => traces),
    ({ callId }) => callId,
  );
}

/** The newest requests of one task. */
export function useTracesOfTask(task: string): UseQueryResult<TraceList> {
  const path = (): string => withQuery(tracesPath, { task, limit: MOST });
  return useAnswer<TraceList>(['traces-of-task-page', task], path, ['traces']);
}

/** The requests of tasks that are open in the tree; undefined for those on their way. */
export function useRequestsOfTasks(ids: readonly string[]): ReadonlyMap<string, readonly TraceSummary[] | undefined> {
  const { transport } = useDashboard();
  const results = useQueries({
    queries: ids.map((task) => ({
      queryKey: ['traces-of-task', task],
      queryFn: async () =>
        expectFields<TraceList>(await transport.get(withQuery(tracesPath, { task, limit: MOST })), ['traces']),
    })),
  });
  return new Map(ids.map((id, index) => [id, results[index]?.data?.traces]));
}

/** '' asks for none. */
export function useTrace(callId: string): UseQueryResult<TraceDetail> {
  const path = (): string => `${tracesPath}/${encodeURIComponent(callId)}`;
  return useAnswer<TraceDetail>(['trace', callId], path, ['attempts', 'content'], { enabled: callId !== '' });
}

/** Bodies, where they are kept. They do not change. */
export function useTraceContent(callId: string, kept: boolean): UseQueryResult<TraceContentView> {
  const path = (): string => `${tracesPath}/${encodeURIComponent(callId)}/content`;
  return useAnswer<TraceContentView>(['trace-content', callId], path, ['request', 'response'], {
    enabled: kept,
    still: true,
  });
}
