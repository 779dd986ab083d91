import type { SpendStore } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type {
  TraceCursor,
  TraceFilter,
  TraceNeighbours,
  TracePage,
  TraceSlice,
  TraceSort,
  TraceStore,
} from '../domain/traces.ts';
import type { Connection } from './connection.ts';
import { readPage } from './sortedPage.ts';
import { inGroupsOf } from './spendFilters.ts';
import { withStorageErrors } from './storageErrors.ts';
import { behind, TRACE_SORTS, tracesMatching } from './traceFilters.ts';

/** Rows that a search reads for one page: either takes about a tenth of a second. */
const SEARCHED_ROWS = { text: 30_000, key: 100_000 } as const;

/** Lists of requests that stay quick in a large ledger: a page begins where the one before ended. */
export class SqliteTraceStore implements TraceStore {
  readonly #connection: Connection;
  readonly #spend: Pick<SpendStore, 'count'>;

  constructor(connection: Connection, spend: Pick<SpendStore, 'count'>) {
    this.#connection = connection;
    this.#spend = spend;
  }

  page(filter: TraceFilter, page: TracePage): Promise<TraceSlice> {
    return this.#guarded(async () => {
      const floor = await this.#floor(filter, page);
      const limited = floor === undefined ? filter : { ...filter, from: Math.max(filter.from ?? 0, floor) };
      const rows = await this.#read(limited, page);
      const last = rows.at(-1);
      const more = last !== undefined && rows.length === page.limit;
      // A search that found less than a page goes on below the rows that it has read.
      const further = floor === undefined ? undefined : { value: floor, callId: '' };
      return {
        rows,
        next: more ? { value: sortedValue(last, page.sort), callId: last.callId } : further,
        titles: await this.#titles(rows),
      };
    });
  }

  async count({ key, text, ...filter }: TraceFilter): Promise<number | undefined> {
    return key === undefined && text === undefined ? await this.#spend.count(filter) : undefined;
  }

  async neighbours(record: SpendRecord): Promise<TraceNeighbours | undefined> {
    const { taskId } = record;
    if (taskId === undefined) return undefined;
    return await this.#guarded(async () => {
      const place: TraceCursor = { value: record.startedAt, callId: record.callId };
      const side = (ascending: boolean, limit: number): TracePage => ({
        sort: 'startedAt',
        ascending,
        limit,
        after: place,
      });
      const [before, after, requests, earlier] = await Promise.all([
        this.#read({ taskId }, side(false, 1)),
        this.#read({ taskId }, side(true, 1)),
        this.#spend.count({ taskId }),
        this.#countBehind(taskId, side(false, 1)),
      ]);
      return { position: earlier + 1, requests, previous: before[0], next: after[0]?.callId };
    });
  }

  async #read(filter: TraceFilter, page: TracePage): Promise<readonly SpendRecord[]> {
    const start = behind(page);
    const { model } = filter;
    const matching = this.#connection.query
      .selectFrom('spend_logs')
      .where(tracesMatching(filter))
      .$if(page.sort !== 'startedAt' && model !== undefined, (query) => query.where(inGroupsOf(model ?? '')))
      .$if(start !== undefined, (query) => (start === undefined ? query : query.where(start)));
    return await readPage(this.#connection.query, matching, {
      by: TRACE_SORTS[page.sort],
      byTime: page.sort === 'startedAt',
      direction: page.ascending ? 'asc' : 'desc',
      limit: page.limit,
      offset: 0,
    });
  }

  async #countBehind(taskId: string, page: TracePage): Promise<number> {
    const start = behind(page);
    const row = await this.#connection.query
      .selectFrom('spend_logs')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('task_id', '=', taskId)
      .$if(start !== undefined, (query) => (start === undefined ? query : query.where(start)))
      .executeTakeFirst();
    return row?.count ?? 0;
  }

  /** Where a search from the newest rows down ends; undefined where it may read all that is left. */
  async #floor({ text, key, from, to }: TraceFilter, page: TracePage): Promise<number | undefined> {
    if (text === undefined && key === undefined) return undefined;
    if (page.sort !== 'startedAt' || page.ascending) return undefined;
    const top = page.after?.value ?? to;
    const row = await this.#connection.query
      .selectFrom('spend_logs')
      .select('started_at')
      .$if(top !== undefined, (query) => query.where('started_at', '<=', top ?? 0))
      .$if(from !== undefined, (query) => query.where('started_at', '>=', from ?? 0))
      .orderBy('started_at', 'desc')
      .limit(1)
      .offset(text === undefined ? SEARCHED_ROWS.key : SEARCHED_ROWS.text)
      .executeTakeFirst();
    return row?.started_at;
  }

  async #titles(rows: readonly SpendRecord[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(rows.flatMap(({ taskId }) => taskId ?? []))];
    if (ids.length === 0) return new Map();
    const tasks = await this.#connection.query
      .selectFrom('tasks')
      .select(['id', 'title'])
      .where('id', 'in', ids)
      .where('title', 'is not', null)
      .execute();
    return new Map(tasks.map(({ id, title }) => [id, title ?? '']));
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return withStorageErrors(this.#connection.file, work);
  }
}

/** What `TRACE_SORTS` gives for a row. */
function sortedValue(record: SpendRecord, sort: TraceSort): number {
  const { startedAt, firstTokenAt, endedAt, usage, cost } = record;
  const values: Readonly<Record<TraceSort, () => number>> = {
    startedAt: () => startedAt,
    cost: () => cost ?? -1,
    duration: () => endedAt - startedAt,
    firstToken: () => (firstTokenAt === undefined ? -1 : firstTokenAt - startedAt),
    tokens: () =>
      usage === undefined
        ? -1
        : usage.inputTokens +
          usage.outputTokens +
          usage.cacheReadTokens +
          usage.cacheWrite5mTokens +
          usage.cacheWrite1hTokens,
  };
  return values[sort]();
}
