import { type Kysely, sql } from 'kysely';
import type { ErrorKind } from '../domain/errors.ts';
import type { FailureBucket, FailureGroup, FailureReport, InsightRange } from '../domain/insights.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { QUARTER_MS } from './quarters.ts';
import { logsMatching } from './spendFilters.ts';
import { stepOf, timeSteps } from './timeSteps.ts';

/** Kinds of failures that differ in model, code or provider; what is beyond that is seldom. */
const MOST_GROUPS = 200;

type Query = Kysely<LedgerDatabase>;
type Filter = Parameters<typeof logsMatching>[0];

/** Failed requests, by what went wrong and by time. Read from the index of failures; of the rows, the newest of each group. */
export async function failureReport(
  query: Query,
  range: InsightRange,
  modelGroup: string | undefined,
): Promise<FailureReport> {
  const { from, to } = range;
  const filter = { from, to, status: 'failure', model: modelGroup } as const;
  const { step, starts } = timeSteps(range);
  return { step, groups: await groupsOf(query, filter), buckets: await bucketsOf(query, filter, starts) };
}

async function groupsOf(query: Query, filter: Filter): Promise<readonly FailureGroup[]> {
  const rows = await query
    .selectFrom('spend_logs')
    .select(['error_kind', 'error_code', 'http_status', 'model_group', 'provider'])
    // SQLite takes a bare column from the row that has the maximum.
    .select(sql<number>`rowid`.as('row_number'))
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max<number>('started_at').as('last_at')])
    .where(logsMatching(filter))
    .groupBy(['error_kind', 'error_code', 'http_status', 'model_group', 'provider'])
    .orderBy('count', 'desc')
    .orderBy('last_at', 'desc')
    .limit(MOST_GROUPS)
    .execute();
  const newest = await rowsOf(
    query,
    rows.map((row) => row.row_number),
  );
  return rows.map((row) => ({
    kind: toKind(row.error_kind),
    code: row.error_code ?? undefined,
    httpStatus: row.http_status,
    modelGroup: row.model_group,
    provider: row.provider ?? undefined,
    count: row.count,
    lastAt: row.last_at,
    callId: newest.get(row.row_number)?.call_id ?? '',
    message: newest.get(row.row_number)?.error_message ?? '',
  }));
}

async function rowsOf(query: Query, numbers: readonly number[]) {
  const rows = await query
    .selectFrom('spend_logs')
    .select(['call_id', 'error_message', sql<number>`rowid`.as('row_number')])
    .where(sql<number>`rowid`, 'in', numbers)
    .execute();
  return new Map(rows.map((row) => [row.row_number, row]));
}

async function bucketsOf(query: Query, filter: Filter, starts: readonly number[]): Promise<readonly FailureBucket[]> {
  const slot = sql<number>`started_at / ${sql.lit(QUARTER_MS)} * ${sql.lit(QUARTER_MS)}`;
  const rows = await query
    .selectFrom('spend_logs')
    .select(['error_kind', slot.as('slot')])
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min<number>('started_at').as('first_at')])
    .where(logsMatching(filter))
    .groupBy(['error_kind', 'slot'])
    .execute();
  const buckets = new Map<string, FailureBucket>();
  for (const row of rows) {
    const kind = toKind(row.error_kind);
    const start = stepOf(row.first_at, starts);
    const count = (buckets.get(`${start} ${kind}`)?.count ?? 0) + row.count;
    buckets.set(`${start} ${kind}`, { start, kind, count });
  }
  return [...buckets.values()].toSorted((one, other) => one.start - other.start);
}

/** The column holds what the gateway wrote. */
function toKind(kind: string | null): ErrorKind {
  return (kind ?? 'internal') as ErrorKind;
}
