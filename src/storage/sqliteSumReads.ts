import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type {
  DailySpendFilter,
  RateLimitCount,
  SpendDimension,
  SpendFigure,
  SpendReports,
} from '../domain/spendReports.ts';
import type { Connection } from './connection.ts';
import type { SpendSums } from './databaseTypes.ts';
import { DAY_MS } from './rollups.ts';
import { withStorageErrors } from './storageErrors.ts';
import { joinCustomers, mergedWithoutCustomers, ofCustomersAsked } from './sumRows.ts';
import { type SumRow, type SumTable, toSumTable } from './sumTable.ts';

const COLUMNS: Readonly<Record<SpendDimension, string>> = {
  // In the order of the tables' keys, so that SQLite finds most groups without sorting.
  day: 'day',
  tag: 'tag',
  endUser: 'end_user',
  token: 'token',
  modelGroup: 'model_group',
  model: 'model',
  userId: 'user_id',
  teamId: 'team_id',
  callType: 'call_type',
  provider: 'provider',
};

const DIMENSIONS = Object.keys(COLUMNS) as readonly SpendDimension[];

const FIGURES: Readonly<Record<SpendFigure, keyof SpendSums>> = {
  requests: 'requests',
  failures: 'failures',
  fallbacks: 'fallbacks',
  unknownCostRequests: 'unknown_cost_requests',
  cost: 'cost',
  cacheSavings: 'cache_savings',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cacheReadTokens: 'cache_read_tokens',
  cacheWriteTokens: 'cache_write_tokens',
};

interface Asked {
  readonly by: readonly SpendDimension[];
  readonly filter: DailySpendFilter;
  readonly figures: readonly SpendFigure[];
}

/** What reports read of the sums per day, in a form that another thread passes on quickly. */
export interface SumReads extends Pick<SpendReports, 'rateLimits'> {
  /** By day. */
  table(by: readonly SpendDimension[], filter: DailySpendFilter, figures: readonly SpendFigure[]): Promise<SumTable>;
}

export class SqliteSumReads implements SumReads {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  table(by: readonly SpendDimension[], filter: DailySpendFilter, figures: readonly SpendFigure[]): Promise<SumTable> {
    const { file, sqlite, reading } = this.#connection;
    return withStorageErrors(file, async () => {
      reading.pass();
      // Several queries see one state of the ledger.
      const rows = sqlite.transaction(() => this.#read({ by, filter, figures })).deferred();
      return toSumTable(rows, figures.length);
    });
  }

  rateLimits(filter: Parameters<SpendReports['rateLimits']>[0]): Promise<readonly RateLimitCount[]> {
    return withStorageErrors(this.#connection.file, async () => {
      const group = filter.modelGroup === undefined ? sql`` : sql`and model_group = ${filter.modelGroup}`;
      const { rows } = await sql<{ day: number; apiBase: string; modelId: string; count: number }>`
        select started_at / ${sql.lit(DAY_MS)} * ${sql.lit(DAY_MS)} as day, coalesce(api_base, '') as apiBase,
          coalesce(model_id, '') as modelId, count(*) as count
        from spend_logs
        where status = 'failure' and http_status = 429 and started_at >= ${filter.from} and started_at < ${filter.to}
          ${group}
        group by 1, 2, 3 order by 1, 2, 3`.execute(this.#connection.query);
      return rows.map((row) => ({ ...row, day: new Date(row.day).toISOString().slice(0, 10) }));
    });
  }

  #read({ by, filter, figures }: Asked): readonly SumRow[] {
    const { endUser: customers, ...others } = filter;
    if (!by.includes('endUser') && customers === undefined) return this.#all({ by, filter: others, figures });
    const only = customers?.includes('') === false ? customers : undefined;
    if (only !== undefined) return this.#ofCustomers({ by, filter: others, figures }, only);
    // Requests without a customer are all requests less those with one.
    const told = by.includes('endUser') ? by : [...by, 'endUser' as const];
    const asked = { by: told, filter: others, figures };
    const place = told.filter((dimension) => dimension !== 'day').indexOf('endUser');
    const rows = joinCustomers(this.#all(asked), this.#ofCustomers(asked, undefined), place);
    const wanted = customers === undefined ? rows : ofCustomersAsked(rows, customers, place);
    return told === by ? wanted : mergedWithoutCustomers(wanted, place);
  }

  /** Of all requests; where customers are told apart, as if none had one. */
  #all(asked: Asked): readonly SumRow[] {
    const table = isTagged(asked) ? 'spend_tag_key_days' : 'spend_key_days';
    return this.#rows(asked, table, conditions(asked.filter), sql`''`);
  }

  #ofCustomers(asked: Asked, customers: readonly string[] | undefined): readonly SumRow[] {
    const table = isTagged(asked) ? 'spend_tag_days' : 'spend_days';
    const named = customers === undefined ? [] : [sql`end_user in (${anyOf(customers)})`];
    return this.#rows(asked, table, [sql`end_user <> ''`, ...named, ...conditions(asked.filter)], sql.ref('end_user'));
  }

  #rows(
    { by, figures }: Asked,
    table: string,
    where: readonly RawBuilder<unknown>[],
    customer: RawBuilder<unknown>,
  ): readonly SumRow[] {
    const column = (dimension: SpendDimension) =>
      dimension === 'endUser' ? customer : sql`${sql.ref(COLUMNS[dimension])}`;
    const values = by.filter((dimension) => dimension !== 'day').map(column);
    const grouped = DIMENSIONS.filter((dimension) => by.includes(dimension)).map(column);
    const sums = figures.map((figure) => sql`, sum(${sql.ref(FIGURES[figure])})`);
    const { sql: text, parameters } = sql`
      select ${by.includes('day') ? sql`day` : sql`0`}, json_array(${joined(values)}), sum(requests)${sql.join(sums, sql``)}
      from ${sql.table(table)} where ${where.length === 0 ? sql`true` : sql.join(where, sql` and `)}
      ${grouped.length === 0 ? sql`` : sql`group by ${joined(grouped)}`}
      having sum(requests) > 0
      ${by.includes('day') ? sql`order by day` : sql``}`.compile(this.#connection.query);
    return this.#connection.sqlite
      .prepare<unknown[], SumRow>(text)
      .raw()
      .all([...parameters]);
  }
}

function isTagged({ by, filter }: Asked): boolean {
  return by.includes('tag') || filter.tag !== undefined;
}

/** All of a filter but its customers. */
function conditions(filter: DailySpendFilter): RawBuilder<unknown>[] {
  const { from, to, withoutTeams } = filter;
  const found = [
    ...(from === undefined ? [] : [sql`day >= ${from}`]),
    ...(to === undefined ? [] : [sql`day < ${to}`]),
    ...(withoutTeams === undefined ? [] : [sql`team_id not in (${anyOf(withoutTeams)})`]),
  ];
  for (const dimension of DIMENSIONS) {
    const values = dimension === 'day' || dimension === 'endUser' ? undefined : filter[dimension];
    if (values !== undefined) found.push(sql`${sql.ref(COLUMNS[dimension])} in (${anyOf(values)})`);
  }
  return found;
}

function anyOf(values: readonly string[]): RawBuilder<unknown> {
  return values.length === 0 ? sql`null` : sql.join(values);
}

function joined(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return parts.length === 0 ? sql`` : sql.join(parts);
}
