import type { Kysely } from 'kysely';
import { groupBy } from '../domain/groupBy.ts';
import type { InsightRange, SpeedPoint, SpeedSeries, SpeedSummary } from '../domain/insights.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { summaryOfLatency } from './latency.ts';
import { percentilesOf } from './percentiles.ts';
import { speedSample, type TimedRow } from './speedSample.ts';
import { stepOf, timeSteps } from './timeSteps.ts';

/** Shorter answers say nothing of a rate. */
const SHORTEST_STREAM_MS = 50;

/** How fast successful requests were, by time and model group. */
export async function speedSeries(query: Kysely<LedgerDatabase>, range: InsightRange): Promise<SpeedSeries> {
  const { step, starts } = timeSteps(range);
  const { rows, oneIn } = await speedSample(query, range);
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

function pointsOf(start: number, rows: readonly TimedRow[]): readonly SpeedPoint[] {
  return [...groupBy(rows, (row) => row.model_group)].map(([modelGroup, some]) => ({
    start,
    modelGroup,
    ...summaryOf(some),
  }));
}

function summaryOf(rows: readonly TimedRow[]): SpeedSummary {
  const rates = rows.flatMap((row) => rateOf(row) ?? []);
  return { ...summaryOfLatency(rows), measured: rows.length, tokensPerSecondP50: percentilesOf(rates)(0.5) };
}

function rateOf({ first_token_at: first, ended_at: end, output_tokens: tokens }: TimedRow): number | undefined {
  if (first === null || tokens === null || end - first < SHORTEST_STREAM_MS) return undefined;
  return (tokens * 1000) / (end - first);
}

function byStart(one: { readonly start: number }, other: { readonly start: number }): number {
  return one.start - other.start;
}
