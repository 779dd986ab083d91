import type { SpendInsights } from '../../domain/insights.ts';
import type { LedgerCare } from '../../domain/ledgerCare.ts';
import type { SpendStore, TaskStore } from '../../domain/ports.ts';
import type { TraceStore } from '../../domain/traces.ts';
import type { Connection } from '../connection.ts';
import { SqliteLedgerCopy } from '../sqliteLedgerCopy.ts';
import { SqliteLedgerSize } from '../sqliteLedgerSize.ts';
import { SqliteSpendInsights } from '../sqliteSpendInsights.ts';
import { SqliteSpendReads } from '../sqliteSpendReads.ts';
import { SqliteSumReads, type SumReads } from '../sqliteSumReads.ts';
import { SqliteTaskReads } from '../sqliteTaskReads.ts';
import { SqliteTraceStore } from '../sqliteTraceStore.ts';

/** All that may read many rows, and writes nothing. Arguments and results can be cloned to another thread. */
export interface LedgerReads {
  readonly spend: Omit<SpendStore, 'settle'>;
  readonly traces: TraceStore;
  readonly reports: SumReads;
  readonly insights: SpendInsights;
  readonly tasks: Pick<TaskStore, 'list' | 'count' | 'find'>;
  readonly size: Pick<LedgerCare, 'size'>;
  readonly copies: Pick<SqliteLedgerCopy, 'copyTo'>;
}

/** Reads on the thread of the caller. */
export function readsOf(connection: Connection): LedgerReads {
  const spend = new SqliteSpendReads(connection);
  return {
    spend,
    traces: new SqliteTraceStore(connection, spend),
    reports: new SqliteSumReads(connection),
    insights: new SqliteSpendInsights(connection),
    tasks: new SqliteTaskReads(connection),
    size: new SqliteLedgerSize(connection),
    copies: new SqliteLedgerCopy(connection),
  };
}
