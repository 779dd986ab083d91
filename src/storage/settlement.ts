import type { SpendRecord } from '../domain/spend.ts';
import type { HeldByCall } from './budgets/budgetReservations.ts';
import type { Connection } from './connection.ts';
import type { SettledCallsTable } from './databaseTypes.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { placeholdersFor, prepareStatement } from './preparedStatement.ts';
import { SPEND_LOG_COLUMNS, toSpendRow } from './spendRow.ts';

type SettledRow = Omit<SettledCallsTable, 'id'>;

const OWN_COLUMNS = ['answering_group', 'reservation', 'accounts_json', 'held'] as const;

/** What the ledger has to be told of a call that ends. */
export interface Settling {
  /** Of a key that was rotated the token that it has now. */
  currentToken(token: string): string;
  /** Whether the journal of running calls may have the call. */
  isJournaled(callId: string): boolean;
  /** What it holds of budgets. */
  heldBy(callId: string): HeldByCall | undefined;
}

/**
 * Makes the function that ends calls: their rows are written and they leave the journal of running calls in one
 * transaction, or nothing changes. Several calls may share the transaction, since a commit costs more than the rows.
 * The rows wait in a table of their own, which every reader of the ledger has entered first (`CallEntry`).
 */
export function prepareSettlement(
  connection: Connection,
  settling: Settling,
): (records: readonly SpendRecord[]) => void {
  const insert = prepareInsert(connection);
  const leaveJournal = prepareStatement<{ call_id: string }, unknown>(connection.sqlite, (placeholder) =>
    connection.query.deleteFrom('running_calls').where('call_id', '=', placeholder('call_id')),
  );
  const write = (ended: SpendRecord): void => {
    const record = { ...ended, token: settling.currentToken(ended.token) };
    const row = toSettledRow(record, settling.heldBy(ended.callId));
    if (settling.isJournaled(ended.callId)) leaveJournal.run(row);
    insert.run(row);
  };
  const writeAll = connection.sqlite.transaction((records: readonly SpendRecord[]): void => {
    for (const record of records) write(record);
  });
  return (records) => {
    const [only, ...others] = records;
    // A single statement is a transaction of its own, and cheaper than one around it.
    if (only !== undefined && others.length === 0 && !settling.isJournaled(only.callId)) write(only);
    else writeAll.immediate(records);
  };
}

/** The group whose deployment answered, or was tried last, is what a cost counts for. */
function toSettledRow(record: SpendRecord, held: HeldByCall | undefined): SettledRow {
  return Object.assign(toSpendRow(record), {
    answering_group: record.attempts.at(-1)?.group ?? null,
    reservation: held?.reservation ?? null,
    accounts_json: held === undefined ? null : JSON.stringify(held.accounts),
    held: held?.amount ?? null,
  });
}

function prepareInsert({ sqlite, query }: Connection): PreparedStatement<SettledRow, unknown> {
  return prepareStatement(sqlite, () =>
    query.insertInto('settled_calls').values(placeholdersFor<SettledRow>([...SPEND_LOG_COLUMNS, ...OWN_COLUMNS])),
  );
}
