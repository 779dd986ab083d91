import { messageOf } from '../domain/errors.ts';
import type { Logger } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type { LeftCall, TraceFacts } from '../domain/traceExport.ts';
import type { RunningCallsTable } from './databaseTypes.ts';
import { objectFromJson } from './jsonColumn.ts';
import { ownersOf, withDeadOwner } from './ownerLock.ts';
import type { JournalEntry, RunningCalls } from './runningCalls.ts';
import { isLocked } from './storageErrors.ts';

/** How often a running gateway looks for calls that another process left behind, ms. */
const LOOK_MS = 30_000;

interface Recovery {
  readonly file: string;
  readonly calls: RunningCalls;
  readonly settle: (records: readonly SpendRecord[]) => void;
  /** What other owners have reserved of budgets. */
  readonly leases: { owners(): readonly string[]; release(owner: string): void };
  readonly logger: Logger;
  /** Calls that got their rows. */
  readonly onSettled: (calls: readonly LeftCall[]) => void;
}

/**
 * Gives the calls that died with their process the rows that the journal kept for them, and then back what it had reserved for them. A row
 * and its leaving the journal are one transaction, and a call that has a row already gets no
 * second one. Calls of living owners are left alone. Gives back how many calls were settled.
 */
export function settleInterruptedCalls(recovery: Recovery): number {
  const { file, calls, leases, logger } = recovery;
  let settled = 0;
  const owners = new Set([...calls.byOtherOwners().map(({ owner }) => owner), ...leases.owners()]);
  for (const owner of owners) {
    settled += withDeadOwner(file, owner, () => settleOwner(owner, recovery)) ?? 0;
  }
  if (settled > 0) logger.warn('Settled calls whose process ended before they did', { calls: settled });
  return settled;
}

/** Another process on the ledger may die while this one goes on. Gives back the function that ends the watch. */
export function watchForInterruptedCalls(recovery: Recovery): () => void {
  const timer = setInterval(() => {
    try {
      settleInterruptedCalls(recovery);
    } catch (thrown) {
      const reason = messageOf(thrown);
      recovery.logger.warn('Calls of processes that have ended were not settled; the next look tries again', {
        reason,
      });
    }
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}

/** Removes the claims of owners that have ended. Only under the opening lock: a claim is made there, in two steps. */
export function buryDeadOwners(file: string): void {
  for (const owner of ownersOf(file)) withDeadOwner(file, owner, () => undefined);
}

function settleOwner(owner: string, recovery: Recovery): number {
  const left = recovery.calls.rowsOf(owner).map(toEntry);
  try {
    if (left.length > 0) recovery.settle(left.map(({ record }) => record));
    recovery.onSettled(left);
  } catch (thrown) {
    // The next look finds them still there.
    if (isLocked(thrown)) throw thrown;
    for (const entry of left) settleAlone(entry, recovery);
  }
  recovery.leases.release(owner);
  return left.length;
}

/** A record that the ledger refuses must keep neither the others nor the gateway from going on. */
function settleAlone(entry: JournalEntry, { calls, settle, logger, onSettled }: Recovery): void {
  const { callId, record } = entry;
  try {
    settle([record]);
    onSettled([entry]);
  } catch (thrown) {
    if (isLocked(thrown)) throw thrown;
    const reason = messageOf(thrown);
    logger.error('A call that its process left behind could not be settled', { callId, reason });
    calls.remove(callId);
  }
}

/** Only the journal writes the column, from the same type; what JSON cannot carry is undefined again. */
function toEntry({ call_id, record_json }: RunningCallsTable): JournalEntry {
  const { trace, ...record } = objectFromJson(record_json);
  return { callId: call_id, record: record as unknown as SpendRecord, trace: trace as TraceFacts | undefined };
}
