import type { Connection } from './connection.ts';
import type { SpendLogsTable, SpendQuartersTable, SpendSums } from './databaseTypes.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { placeholdersFor, prepareStatement } from './preparedStatement.ts';
import { quarterOf } from './quarters.ts';

const KEY_COLUMNS = ['slot', 'token', 'model_group', 'model', 'provider'] as const;

const SUM_SET: Readonly<Record<keyof SpendSums, true>> = {
  requests: true,
  failures: true,
  fallbacks: true,
  unknown_cost_requests: true,
  cost: true,
  cache_savings: true,
  input_tokens: true,
  output_tokens: true,
  cache_read_tokens: true,
  cache_write_tokens: true,
};

export const SUM_COLUMNS = Object.keys(SUM_SET) as readonly (keyof SpendSums)[];

/** What one row adds to its slot. `sumOfLogs` says the same in SQL. */
export function toQuarterRow(row: SpendLogsTable): SpendQuartersTable {
  return {
    slot: quarterOf(row.started_at),
    token: row.token,
    model_group: row.model_group,
    model: row.model ?? '',
    provider: row.provider ?? '',
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

/** Adds a row's sums to its slot, which begins with them where it is new. */
export function prepareQuarterUpsert({ sqlite, query }: Connection): PreparedStatement<SpendQuartersTable, unknown> {
  return prepareStatement(sqlite, () =>
    query
      .insertInto('spend_quarters')
      .values(placeholdersFor<SpendQuartersTable>([...KEY_COLUMNS, ...SUM_COLUMNS]))
      .onConflict((conflict) =>
        conflict.columns(KEY_COLUMNS).doUpdateSet(({ eb, ref }) => {
          const added = SUM_COLUMNS.map(
            (column) => [column, eb(`spend_quarters.${column}`, '+', ref(`excluded.${column}`))] as const,
          );
          return Object.fromEntries(added);
        }),
      ),
  );
}
