import type { Kysely } from 'kysely';
import type { LatencySummary, SpendFilter } from '../domain/ports.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { percentilesOf } from './percentiles.ts';
import { logsMatching } from './spendFilters.ts';

/** Rows that a summary looks at: the newest ones, so that its cost does not grow with the ledger. */
const LATENCY_ROWS = 20_000;

const NOTHING: LatencySummary = {
  durationP50: undefined,
  durationP95: undefined,
  timeToFirstTokenP50: undefined,
  timeToFirstTokenP95: undefined,
};

/** Exact percentiles (nearest rank, ms) over the newest 20 000 successful requests that the filter matches. */
export async function latencyOf(query: Kysely<LedgerDatabase>, filter: SpendFilter): Promise<LatencySummary> {
  if (filter.status === 'failure') return NOTHING;
  const rows = await query
    .selectFrom('spend_logs')
    .select(['started_at', 'first_token_at', 'ended_at'])
    .where(logsMatching({ ...filter, status: 'success' }))
    .orderBy('started_at', 'desc')
    .limit(LATENCY_ROWS)
    .execute();
  return summaryOfLatency(rows);
}

interface TimedRow {
  readonly started_at: number;
  readonly first_token_at: number | null;
  readonly ended_at: number;
}

export function summaryOfLatency(rows: readonly TimedRow[]): LatencySummary {
  const durations = rows.map((row) => row.ended_at - row.started_at);
  const firstTokens = rows.flatMap((row) => (row.first_token_at === null ? [] : [row.first_token_at - row.started_at]));
  const duration = percentilesOf(durations);
  const firstToken = percentilesOf(firstTokens);
  return {
    durationP50: duration(0.5),
    durationP95: duration(0.95),
    timeToFirstTokenP50: firstToken(0.5),
    timeToFirstTokenP95: firstToken(0.95),
  };
}
