import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type {
  DailySpendFilter,
  RateLimitCount,
  SpendDimension,
  SpendGroup,
  SpendReports,
} from '../domain/spendReports.ts';
import type { Connection } from './connection.ts';
import type { SpendSums } from './databaseTypes.ts';
import { DAY_MS } from './rollups.ts';
import { withStorageErrors } from './storageErrors.ts';
import { SUM_COLUMNS, toSpendTotals } from './sums.ts';

const COLUMNS: Readonly<Record<SpendDimension, string>> = {
  day: 'day',
  tag: 'tag',
  token: 'token',
  userId: 'user_id',
  teamId: 'team_id',
  endUser: 'end_user',
  callType: 'call_type',
  modelGroup: 'model_group',
  model: 'model',
  provider: 'provider',
};

const DIMENSIONS = Object.keys(COLUMNS) as readonly SpendDimension[];

type GroupRow = SpendSums & Record<string, string | number>;

/** Reports from the sums per day. */
export class SqliteSpendReports implements SpendReports {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  sums(by: readonly SpendDimension[], filter: DailySpendFilter): Promise<readonly SpendGroup[]> {
    return withStorageErrors(this.#connection.file, async () => {
      const { rows } = await toQuery(by, filter).execute(this.#connection.query);
      // Sums of nothing are one row of NULLs where there is nothing to group by.
      return rows.filter((row) => row.requests !== null).map((row) => toGroup(row, by));
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
      return rows.map((row) => ({ ...row, day: toDate(row.day) }));
    });
  }
}

function toQuery(by: readonly SpendDimension[], filter: DailySpendFilter): RawBuilder<GroupRow> {
  const columns = by.map((dimension) => sql.ref(COLUMNS[dimension]));
  const sums = SUM_COLUMNS.map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`);
  return sql<GroupRow>`
    select ${sql.join([...columns, ...sums])}
    from ${toSource(by, filter)}
    ${by.length === 0 ? sql`` : sql`group by ${sql.join(columns)}`}
    having sum(requests) > 0
    order by ${by.includes('day') ? sql`day, ` : sql``} cost desc ${by.length === 0 ? sql`` : sql`, ${sql.join(columns)}`}`;
}

/** The rows that a query adds up; those without customers wherever they can answer, because they are far fewer. */
function toSource(by: readonly SpendDimension[], filter: DailySpendFilter): RawBuilder<unknown> {
  const tagged = by.includes('tag') || filter.tag !== undefined;
  const all = sql`${sql.table(tagged ? 'spend_tag_key_days' : 'spend_key_days')}`;
  const ofCustomers = sql`${sql.table(tagged ? 'spend_tag_days' : 'spend_days')}`;
  const matching = conditions(filter);
  if (!by.includes('endUser') && filter.endUser === undefined) return sql`${all} where ${and(matching)}`;
  const own = sql`end_user <> ''`;
  const asked = filter.endUser === undefined ? [] : [sql`end_user in (${anyOf(filter.endUser)})`];
  if (filter.endUser !== undefined && !filter.endUser.includes('')) {
    return sql`${ofCustomers} where ${and([own, ...asked, ...matching])}`;
  }
  // Requests without a customer are all requests but those with one.
  const grouped = by.filter((dimension) => dimension !== 'endUser').map((dimension) => sql.ref(COLUMNS[dimension]));
  const part = (customer: RawBuilder<unknown>, sign: RawBuilder<unknown>, from: RawBuilder<unknown>) => sql`
    select ${sql.join([...grouped, sql`${customer} as end_user`, ...SUM_COLUMNS.map((name) => sql`${sign}${sql.ref(name)} as ${sql.ref(name)}`)])}
    from ${from}`;
  return sql`(
    ${part(sql`end_user`, sql``, sql`${ofCustomers} where ${and([own, ...matching])}`)}
    union all ${part(sql`''`, sql``, sql`${all} where ${and(matching)}`)}
    union all ${part(sql`''`, sql`-`, sql`${ofCustomers} where ${and([own, ...matching])}`)}
  ) where ${and(asked)}`;
}

function and(all: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `);
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

const NOT_ASKED = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, ''])) as Record<SpendDimension, string>;

function toGroup(row: GroupRow, by: readonly SpendDimension[]): SpendGroup {
  const of = { ...NOT_ASKED };
  for (const dimension of by) of[dimension] = textOf(row, dimension);
  return { of, ...toSpendTotals(row) };
}

function textOf(row: GroupRow, dimension: SpendDimension): string {
  const value = row[COLUMNS[dimension]];
  return typeof value === 'number' ? toDate(value) : (value ?? '');
}

function toDate(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
