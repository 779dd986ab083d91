import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQueries,
} from '@tanstack/react-query';
import type { TaskDetail, TaskList } from '../../../../src/protocol/api.ts';
import type { TraceContentView, TraceDetail, TraceList, TraceSummary } from '../../../../src/protocol/traces.ts';
import { expectFields } from '../../api/answers.ts';
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

/** Tasks that were at work in a period, newest first. */
export function useTasks(filters: TraceFilters, period: Period): UseQueryResult<TaskList> {
  const { now, timeZone } = useDashboard();
  const { model, status, key, text } = filters;
  const path = (): string =>
    withQuery(tasksPath, { ...toTaskQuery(filters, spanOf(period, now(), timeZone)), limit: MOST });
  return useAnswer<TaskList>(['tasks', period, model, status, key, text], path, ['tasks', 'total'], { keep: true });
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
    meta: { live: (data: unknown) => pagesOf(data) <= LIVE_PAGES },
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
    live: (query.data?.pages.length ?? 0) <= LIVE_PAGES,
    readAll,
  };
}

function pagesOf(data: unknown): number {
  const pages = typeof data === 'object' && data !== null && 'pages' in data ? data.pages : undefined;
  return Array.isArray(pages) ? pages.length : 0;
}

/** Pages that were read at different times may overlap. */
export function withoutRepeats(pages: readonly Pick<TraceList, 'traces'>[]): readonly TraceSummary[] {
  const rows = new Map<string, TraceSummary>();
  for (const { traces } of pages)
    for (const trace of traces) if (!rows.has(trace.callId)) rows.set(trace.callId, trace);
  return [...rows.values()];
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
