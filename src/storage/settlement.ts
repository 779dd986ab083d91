import type { NanoUsd } from '../domain/money.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type { Connection } from './connection.ts';
import type { SpendLogsTable, SpendQuartersTable } from './databaseTypes.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { placeholdersFor, prepareStatement } from './preparedStatement.ts';
import { prepareQuarterUpsert, toQuarterRow } from './spendQuarters.ts';
import { SPEND_LOG_COLUMNS, toSpendRow } from './spendRow.ts';

/**
 * Makes the function that ends calls: everything that the ledger keeps of them changes in one transaction, or nothing
 * does. Several calls may share the transaction, since a commit costs more than the rows.
 */
export function prepareSettlement(connection: Connection): (records: readonly SpendRecord[]) => void {
  const insertLog = prepareLogInsert(connection);
  const addToQuarter = prepareQuarterUpsert(connection);
  const addToKey = prepareKeySpend(connection);
  const release = prepareStatement<{ call_id: string }, unknown>(connection.sqlite, (placeholder) =>
    connection.query.deleteFrom('reservations').where('call_id', '=', placeholder('call_id')),
  );
  const settleOne = (row: SpendLogsTable, quarter: SpendQuartersTable): void => {
    release.run(row);
    if (insertLog.run(row) === 0) return;
    addToQuarter.run(quarter);
    if (row.cost !== null && row.cost !== 0) addToKey.run({ token: row.token, cost: row.cost });
  };
  const settle = connection.sqlite.transaction((rows: readonly SpendLogsTable[]) => {
    for (const row of rows) settleOne(row, toQuarterRow(row));
  });
  return (records) => settle.immediate(records.map(toSpendRow));
}

/** Does nothing for a call that has its row already, so that settling twice counts once. */
function prepareLogInsert({ sqlite, query }: Connection): PreparedStatement<SpendLogsTable, unknown> {
  return prepareStatement(sqlite, () =>
    query
      .insertInto('spend_logs')
      .values(placeholdersFor<SpendLogsTable>(SPEND_LOG_COLUMNS))
      .onConflict((conflict) => conflict.column('call_id').doNothing()),
  );
}

function prepareKeySpend({ sqlite, query }: Connection): PreparedStatement<{ token: string; cost: NanoUsd }, unknown> {
  return prepareStatement(sqlite, (placeholder) =>
    query
      .updateTable('virtual_keys')
      .set(({ eb }) => ({ spend: eb('spend', '+', placeholder('cost')) }))
      .where('token', '=', placeholder('token')),
  );
}
