import type { SpendRecord } from '../domain/spend.ts';
import type { SqliteBudgetStore } from './budgets/sqliteBudgetStore.ts';
import type { CallEntry } from './callEntry.ts';
import type { Connection } from './connection.ts';
import type { RunningCalls } from './runningCalls.ts';
import { prepareSettlement } from './settlement.ts';

interface SettlementParts {
  readonly connection: Connection;
  readonly budgets: SqliteBudgetStore;
  readonly calls: Pick<RunningCalls, 'has'>;
  readonly entry: CallEntry;
}

/** Makes the function that ends calls, with all that has to know of it. */
export function settleWith({
  connection,
  budgets,
  calls,
  entry,
}: SettlementParts): (records: readonly SpendRecord[]) => void {
  const settle = prepareSettlement(connection, {
    currentToken: (token) => budgets.currentToken(token),
    isJournaled: (callId) => calls.has(callId),
    heldBy: (callId) => budgets.reservations.heldBy(callId),
  });
  return (records) => {
    if (budgets.areUrgent(records)) {
      entry.enterWith(
        () => settle(records),
        () => budgets.settled(records),
      );
      return;
    }
    settle(records);
    budgets.settled(records);
    entry.settled(records.length);
  };
}
