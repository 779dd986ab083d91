import type { AliasedExpression, ExpressionBuilder } from 'kysely';
import type { SpendTotals } from '../domain/ports.ts';
import type { LedgerDatabase, SpendLogsTable, SpendSums } from './databaseTypes.ts';

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

/** Every figure of `SpendTotals`. */
export const TOTALS = Object.keys(toSpendTotals(NOTHING)) as readonly (keyof SpendTotals)[];

export const SUM_COLUMNS = Object.keys(NOTHING) as readonly (keyof SpendSums)[];

/** What one row adds. `sumOfLogs` says the same in SQL. */
export function toSums(row: SpendLogsTable): SpendSums {
  return {
    requests: 1,
    failures: row.status === 'failure' ? 1 : 0,
    fallbacks: row.fallback,
    unknown_cost_requests: row.cost === null ? 1 : 0,
    cost: row.cost ?? 0,
    cache_savings: row.cache_savings ?? 0,
    input_tokens: row.input_tokens ?? 0,
    output_tokens: row.output_tokens ?? 0,
    cache_read_tokens: row.cache_read_tokens ?? 0,
    cache_write_tokens: (row.cache_write_5m_tokens ?? 0) + (row.cache_write_1h_tokens ?? 0),
  };
}

/** `toSums` in SQL, in the order of `SUM_COLUMNS`. */
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

export function addSums(one: SpendSums, other: SpendSums): SpendSums {
  const entries = SUM_COLUMNS.map((column) => [column, one[column] + other[column]] as const);
  return Object.fromEntries(entries) as unknown as SpendSums;
}

/** What must be added to `from` to get `to`. */
export function differenceOfSums(from: SpendSums, to: SpendSums): SpendSums {
  const entries = SUM_COLUMNS.map((column) => [column, to[column] - from[column]] as const);
  return Object.fromEntries(entries) as unknown as SpendSums;
}

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
