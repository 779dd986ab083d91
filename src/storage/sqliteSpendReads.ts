import { sql } from 'kysely';
import type { LatencySummary, SpendBucket, SpendFilter, SpendPage, SpendStore, SpendTotals } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type { Connection } from './connection.ts';
import type { DailyRange } from './dailySpend.ts';
import { spendByDayAndModel } from './dailySpend.ts';
import { latencyOf } from './latency.ts';
import { readPage } from './sortedPage.ts';
import { logsMatching, toQuarterFilter } from './spendFilters.ts';
import { fromSpendRow } from './spendRow.ts';
import { countRequests, sumByGroup } from './spendSums.ts';
import { withStorageErrors } from './storageErrors.ts';
import { toSpendTotals, totalOf } from './sums.ts';

const SORTS = {
  cost: sql.ref('cost'),
  tokens: sql`coalesce(input_tokens, 0) + coalesce(output_tokens, 0) + coalesce(cache_read_tokens, 0)
    + coalesce(cache_write_5m_tokens, 0) + coalesce(cache_write_1h_tokens, 0)`,
  startedAt: sql.ref('started_at'),
  endedAt: sql.ref('ended_at'),
} as const;

/** Rows and sums of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteSpendReads implements Omit<SpendStore, 'settle'> {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  list(filter: SpendFilter, page: SpendPage): Promise<readonly SpendRecord[]> {
    return this.#guarded(async () => {
      const matching = this.#connection.query.selectFrom('spend_logs').where(logsMatching(filter));
      const { sortBy = 'startedAt', ascending, limit, offset } = page;
      return await readPage(this.#connection.query, matching, {
        by: SORTS[sortBy],
        byTime: sortBy === 'startedAt',
        direction: ascending === true ? 'asc' : 'desc',
        limit,
        offset,
      });
    });
  }

  /** Counted from the slots where they can tell, so that a page of a large ledger does not read all of it. */
  count(filter: SpendFilter): Promise<number> {
    return this.#guarded(async () => {
      const { status, ...rest } = filter;
      if (toQuarterFilter(rest) === undefined) return this.#countRows(filter);
      const { requests, failures } = await countRequests(this.#connection.query, rest);
      if (status === undefined) return requests;
      return status === 'failure' ? failures : requests - failures;
    });
  }

  async #countRows(filter: SpendFilter): Promise<number> {
    const row = await this.#connection.query
      .selectFrom('spend_logs')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(logsMatching(filter))
      .executeTakeFirst();
    return row?.count ?? 0;
  }

  find(callId: string): Promise<SpendRecord | undefined> {
    return this.#guarded(async () => {
      const row = await this.#connection.query
        .selectFrom('spend_logs')
        .selectAll()
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return row === undefined ? undefined : fromSpendRow(row);
    });
  }

  totals(filter: SpendFilter): Promise<SpendTotals> {
    return this.#guarded(async () => totalOf(await sumByGroup(this.#connection.query, filter)));
  }

  byModel(filter: SpendFilter): Promise<readonly (SpendTotals & { readonly modelGroup: string })[]> {
    return this.#guarded(async () => {
      const groups = await sumByGroup(this.#connection.query, filter);
      return groups.map((sums) => ({ modelGroup: sums.model_group, ...toSpendTotals(sums) }));
    });
  }

  tokens(filter: SpendFilter, limit: number): Promise<readonly string[]> {
    return this.#guarded(async () => {
      const rows = await this.#connection.query
        .selectFrom('spend_logs')
        .select('token')
        .where(logsMatching(filter))
        .groupBy('token')
        .limit(limit)
        .execute();
      return rows.map(({ token }) => token);
    });
  }

  byDayAndModel(range: DailyRange): Promise<readonly SpendBucket[]> {
    return this.#guarded(() => spendByDayAndModel(this.#connection.query, range));
  }

  latency(filter: SpendFilter): Promise<LatencySummary> {
    return this.#guarded(() => latencyOf(this.#connection.query, filter));
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return withStorageErrors(this.#connection.file, work);
  }
}
