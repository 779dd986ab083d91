import type { BudgetCrossing } from '../domain/budget.ts';
import type { SpendRecord } from '../domain/spend.ts';
import { prepareRelease } from './budgets/budgetReservations.ts';
import { prepareAddSpend } from './budgets/budgetSpending.ts';
import type { SqliteBudgetStore } from './budgets/sqliteBudgetStore.ts';
import type { Connection } from './connection.ts';
import type { SpendLogsTable } from './databaseTypes.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { placeholdersFor, prepareStatement } from './preparedStatement.ts';
import { prepareRollups } from './rollups.ts';
import { SPEND_LOG_COLUMNS, toSpendRow } from './spendRow.ts';
import { toSums } from './sums.ts';

/** What the budgets have to do with the end of a call. */
export interface SettledBudgets {
  /** Which calls hold anything. */
  readonly reservations: Pick<SqliteBudgetStore['reservations'], 'holds' | 'forget'>;
  /** Of a key that was rotated the token that it has now. */
  currentToken(token: string): string;
  report(crossings: readonly BudgetCrossing[]): void;
}

/**
 * Makes the function that ends calls: everything that the ledger keeps of them changes in one transaction, or nothing
 * does. Several calls may share the transaction, since a commit costs more than the rows.
 */
export function prepareSettlement(
  connection: Connection,
  budgets: SettledBudgets,
): (records: readonly SpendRecord[]) => void {
  const insertLog = prepareLogInsert(connection);
  const addToRollups = prepareRollups(connection);
  const addSpend = prepareAddSpend(connection);
  const release = prepareRelease(connection);
  const leaveJournal = prepareStatement<{ call_id: string }, unknown>(connection.sqlite, (placeholder) =>
    connection.query.deleteFrom('running_calls').where('call_id', '=', placeholder('call_id')),
  );
  /** The row, unless the call had one already. */
  const write = (record: SpendRecord): SpendLogsTable | undefined => {
    const row = toSpendRow(record);
    if (budgets.reservations.holds(record.callId)) release.run(row);
    leaveJournal.run(row);
    return insertLog.run(row) === 0 ? undefined : row;
  };
  const settle = connection.sqlite.transaction((records: readonly SpendRecord[]): readonly BudgetCrossing[] => {
    const written = records.flatMap((ended) => {
      const record = { ...ended, token: budgets.currentToken(ended.token) };
      const row = write(record);
      return row === undefined ? [] : [{ record, row, sums: toSums(row) }];
    });
    addToRollups(written);
    return addSpend(written.map(({ record }) => record));
  });
  return (records) => {
    const crossings = settle.immediate(records);
    for (const { callId } of records) budgets.reservations.forget(callId);
    budgets.report(crossings);
  };
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
