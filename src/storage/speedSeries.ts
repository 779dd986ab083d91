import { type Kysely, type SqlBool, sql } from 'kysely';
import type { InsightRange, SpeedPoint, SpeedSeries, SpeedSummary } from '../domain/insights.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { summaryOfLatency } from './latency.ts';
import { percentilesOf } from './percentiles.ts';
import { logsMatching } from './spendFilters.ts';
import { countRequests } from './spendSums.ts';
import { stepOf, timeSteps } from './timeSteps.ts';

/** Rows that a series looks at, about: beyond that it takes every n-th, so that its cost does not grow with the ledger. */
const MOST_ROWS = 20_000;
/** Shorter answers say nothing of a rate. */
const SHORTEST_STREAM_MS = 50;

interface Row {
  readonly started_at: number;
  readonly first_token_at: number | null;
  readonly ended_at: number;
  readonly output_tokens: number | null;
  readonly model_group: string;
}

type Query = Kysely<LedgerDatabase>;

/** How fast successful requests were, by time and model group. */
export async function speedSeries(query: Query, range: InsightRange): Promise<SpeedSeries> {
  const { step, starts } = timeSteps(range);
  const { rows, oneIn } = await sampleOf(query, range);
  const byTime = groupBy(rows, (row) => stepOf(row.started_at, starts));
  return {
    step,
    oneIn,
    all: [...byTime].map(([start, some]) => ({ start, ...summaryOf(some) })).toSorted(byStart),
    points: [...byTime].flatMap(([start, some]) => pointsOf(start, some)).toSorted(byStart),
    models: [...groupBy(rows, (row) => row.model_group)].map(([modelGroup, some]) => ({
      modelGroup,
      ...summaryOf(some),
    })),
  };
}

async function sampleOf(query: Query, { from, to }: InsightRange): Promise<{ rows: readonly Row[]; oneIn: number }> {
  const { requests, failures } = await countRequests(query, { from, to });
  const oneIn = Math.max(1, Math.ceil((requests - failures) / MOST_ROWS));
  let rows = query
    .selectFrom('spend_logs')
    .select(['started_at', 'first_token_at', 'ended_at', 'output_tokens', 'model_group'])
    .where(logsMatching({ from, to, status: 'success' }));
  if (oneIn > 1) rows = rows.where(everyNth(oneIn, from, to));
  return { rows: await rows.execute(), oneIn };
}

/**
 * Every n-th row, each found by its number: reading all of them to leave most out takes a second for a million. Rows are
 * written in about the order of their starts, so those of the range lie between the first and the last of it; one that
 * was written beyond them, after a long answer, is left out of the sample.
 */
function everyNth(oneIn: number, from: number, to: number) {
  const edge = (end: 'asc' | 'desc') => sql`(select rowid from spend_logs
    where started_at >= ${from} and started_at < ${to} order by started_at ${sql.raw(end)} limit 1)`;
  return sql<SqlBool>`rowid in (
    with recursive picked (number) as (
      select ${edge('asc')} union all
      select number + ${oneIn} from picked where number + ${oneIn} <= ${edge('desc')})
    select number from picked)`;
}

function pointsOf(start: number, rows: readonly Row[]): readonly SpeedPoint[] {
  return [...groupBy(rows, (row) => row.model_group)].map(([modelGroup, some]) => ({
    start,
    modelGroup,
    ...summaryOf(some),
  }));
}

function summaryOf(rows: readonly Row[]): SpeedSummary {
  const rates = rows.flatMap((row) => rateOf(row) ?? []);
  return { ...summaryOfLatency(rows), measured: rows.length, tokensPerSecondP50: percentilesOf(rates)(0.5) };
}

function rateOf({ first_token_at: first, ended_at: end, output_tokens: tokens }: Row): number | undefined {
  if (first === null || tokens === null || end - first < SHORTEST_STREAM_MS) return undefined;
  return (tokens * 1000) / (end - first);
}

function groupBy<Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function byStart(one: { readonly start: number }, other: { readonly start: number }): number {
  return one.start - other.start;
}
