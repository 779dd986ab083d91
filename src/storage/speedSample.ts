import { type Kysely, type SqlBool, sql } from 'kysely';
import type { LedgerDatabase } from './databaseTypes.ts';
import { quarterOf } from './quarters.ts';
import { logsMatching } from './spendFilters.ts';
import { countRequests } from './spendSums.ts';

/** Rows that a series looks at, at most about: beyond that it takes one of several, so that its cost does not grow with the ledger. */
const MOST_ROWS = 20_000;

/** The index of samples has one row of so many. */
const INDEXED_ONE_IN = 4;

/**
 * The number of a row, spread over many: requests that take turns, one model and then the other, are met alike. The index
 * of samples is made with the same expression.
 */
const SPREAD = sql<number>`(rowid * 2654435761 / 65536)`;

export interface TimedRow {
  readonly started_at: number;
  readonly first_token_at: number | null;
  readonly ended_at: number;
  readonly output_tokens: number | null;
  readonly model_group: string;
}

export interface SpeedSample {
  readonly rows: readonly TimedRow[];
  /** How many requests stand behind a row, on average. */
  readonly oneIn: number;
}

/** Successful requests that began in a range (epoch ms): all of them up to 20 000, else a sample. From indexes alone. */
export async function speedSample(
  query: Kysely<LedgerDatabase>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<SpeedSample> {
  const { requests, failures } = await countRequests(query, { from, to });
  const shares = (requests - failures) / MOST_ROWS;
  const oneIn = shares <= 1 ? 1 : INDEXED_ONE_IN * Math.ceil(shares / INDEXED_ONE_IN);
  const rows = query
    .selectFrom('spend_logs')
    .select(['started_at', 'first_token_at', 'ended_at', 'output_tokens', 'model_group'])
    .where(logsMatching({ from, to, status: 'success' }))
    .where(oneIn === 1 ? inGroupsOf(from, to) : sampled(oneIn));
  return { rows: await rows.execute(), oneIn };
}

/** The groups are named, for an index that begins with them. */
function inGroupsOf(from: number, to: number) {
  return sql<SqlBool>`model_group in (
    select model_group from spend_quarters where slot >= ${quarterOf(from)} and slot < ${to})`;
}

/** The first condition is the one of the index, in its very words. */
function sampled(oneIn: number) {
  return sql<SqlBool>`${SPREAD} % ${sql.lit(INDEXED_ONE_IN)} = 0 and ${SPREAD} % ${oneIn} = 0`;
}
