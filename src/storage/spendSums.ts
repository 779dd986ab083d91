import type { AliasedExpression, ExpressionBuilder, Kysely } from 'kysely';
import type { SpendFilter, SpendTotals } from '../domain/ports.ts';
import type { LedgerDatabase, SpendSums } from './databaseTypes.ts';
import type { TimeRange } from './quarters.ts';
import { splitAtQuarters } from './quarters.ts';
import type { QuarterFilter } from './spendFilters.ts';
import { logsMatching, quartersMatching, toQuarterFilter } from './spendFilters.ts';
import { SUM_COLUMNS } from './spendQuarters.ts';

/** Sums of one model group. */
export interface GroupSums extends SpendSums {
  readonly model_group: string;
}

type Query = Kysely<LedgerDatabase>;

/**
 * Sums per model group of what a filter matches; exact for any range. Whole quarters of an hour come from their
 * slots, so the cost grows with the time asked for and not with the requests in it; only the edges are read row
 * by row, or all of it where the filter asks for what slots do not know.
 */
export async function sumByGroup(query: Query, filter: SpendFilter): Promise<readonly GroupSums[]> {
  const quarterFilter = toQuarterFilter(filter);
  if (quarterFilter === undefined) return sumLogs(query, filter);
  const { whole, edges } = splitAtQuarters({ from: filter.from, to: filter.to });
  const parts = [whole === undefined ? [] : await sumQuarters(query, quarterFilter, whole)];
  for (const edge of edges) parts.push(await sumLogs(query, { ...filter, ...edge }));
  return mergeGroups(parts.flat());
}

function sumQuarters(query: Query, filter: QuarterFilter, range: TimeRange): Promise<GroupSums[]> {
  return query
    .selectFrom('spend_quarters')
    .select('model_group')
    .select(({ fn }) => SUM_COLUMNS.map((column) => fn.sum<number>(column).as(column)))
    .where(quartersMatching(filter, range))
    .groupBy('model_group')
    .execute() as Promise<GroupSums[]>;
}

function sumLogs(query: Query, filter: SpendFilter): Promise<GroupSums[]> {
  return query
    .selectFrom('spend_logs')
    .select('model_group')
    .select(sumOfLogs)
    .where(logsMatching(filter))
    .groupBy('model_group')
    .execute();
}

/** `toQuarterRow` in SQL. */
export function sumOfLogs({ fn, val, eb }: ExpressionBuilder<LedgerDatabase, 'spend_logs'>) {
  const sumOf = <Column extends 'cost' | 'cache_savings' | 'input_tokens' | 'output_tokens' | 'cache_read_tokens'>(
    column: Column,
  ): AliasedExpression<number, Column> => fn.coalesce(fn.sum<number>(column), val(0)).as(column);
  const cacheWrites = eb(
    fn.coalesce('cache_write_5m_tokens', val(0)),
    '+',
    fn.coalesce('cache_write_1h_tokens', val(0)),
  );
  return [
    fn.countAll<number>().as('requests'),
    fn.countAll<number>().filterWhere('status', '=', 'failure').as('failures'),
    fn.countAll<number>().filterWhere('fallback', '=', 1).as('fallbacks'),
    fn.countAll<number>().filterWhere('cost', 'is', null).as('unknown_cost_requests'),
    sumOf('cost'),
    sumOf('cache_savings'),
    sumOf('input_tokens'),
    sumOf('output_tokens'),
    sumOf('cache_read_tokens'),
    fn.sum<number>(cacheWrites).as('cache_write_tokens'),
  ] as const;
}

function mergeGroups(groups: readonly GroupSums[]): readonly GroupSums[] {
  const merged = new Map<string, GroupSums>();
  for (const group of groups) {
    const known = merged.get(group.model_group);
    merged.set(group.model_group, known === undefined ? group : { ...group, ...addSums(known, group) });
  }
  return [...merged.values()];
}

function addSums(one: SpendSums, other: SpendSums): SpendSums {
  const entries = SUM_COLUMNS.map((column) => [column, one[column] + other[column]] as const);
  return Object.fromEntries(entries) as unknown as SpendSums;
}

const NOTHING: SpendSums = {
  requests: 0,
  failures: 0,
  fallbacks: 0,
  unknown_cost_requests: 0,
  cost: 0,
  cache_savings: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
};

export function totalOf(groups: readonly SpendSums[]): SpendTotals {
  return toSpendTotals(groups.reduce(addSums, NOTHING));
}

export function toSpendTotals(sums: SpendSums): SpendTotals {
  return {
    requests: sums.requests,
    failures: sums.failures,
    fallbacks: sums.fallbacks,
    unknownCostRequests: sums.unknown_cost_requests,
    cost: sums.cost,
    cacheSavings: sums.cache_savings,
    inputTokens: sums.input_tokens,
    outputTokens: sums.output_tokens,
    cacheReadTokens: sums.cache_read_tokens,
    cacheWriteTokens: sums.cache_write_tokens,
  };
}
