import type { LatencySummary, SpendBucket, SpendFilter, SpendPage, SpendStore, SpendTotals } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type { Connection } from './connection.ts';
import type { DailyRange } from './dailySpend.ts';
import type { LateSettlements } from './lateSettlements.ts';
import type { LedgerReads } from './reading/ledgerReads.ts';
import type { SettlementQueue } from './settlementQueue.ts';
import { withStorageErrors } from './storageErrors.ts';

/** The spend of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteSpendStore implements SpendStore {
  readonly #connection: Connection;
  readonly #reads: LedgerReads['spend'];
  readonly #settlements: SettlementQueue;
  readonly #late: LateSettlements;

  constructor(
    connection: Connection,
    settlements: SettlementQueue,
    late: LateSettlements,
    reads: LedgerReads['spend'],
  ) {
    this.#connection = connection;
    this.#reads = reads;
    this.#settlements = settlements;
    this.#late = late;
  }

  /**
   * Resolves when the row is committed. Rejects where the ledger does not take it for some seconds; a row that it may take
   * later is written then.
   */
  settle(record: SpendRecord): Promise<void> {
    return withStorageErrors(this.#connection.file, async () => {
      // A ledger that took no row a moment ago is not asked for each row again: that would hold up every request.
      if (this.#late.waitsForLock) return await this.#late.keep(record);
      try {
        await this.#settlements.add(record);
      } catch (refusal) {
        await this.#late.keep(record, refusal);
      }
    });
  }

  /** Writes what still waits for its commit, and what the ledger did not take before. */
  close(): void {
    this.#settlements.flush();
    this.#late.close();
  }

  list(filter: SpendFilter, page: SpendPage): Promise<readonly SpendRecord[]> {
    return this.#reads.list(filter, page);
  }

  count(filter: SpendFilter): Promise<number> {
    return this.#reads.count(filter);
  }

  find(callId: string): Promise<SpendRecord | undefined> {
    return this.#reads.find(callId);
  }

  totals(filter: SpendFilter): Promise<SpendTotals> {
    return this.#reads.totals(filter);
  }

  byModel(filter: SpendFilter): Promise<readonly (SpendTotals & { readonly modelGroup: string })[]> {
    return this.#reads.byModel(filter);
  }

  tokens(filter: SpendFilter, limit: number): Promise<readonly string[]> {
    return this.#reads.tokens(filter, limit);
  }

  byDayAndModel(range: DailyRange): Promise<readonly SpendBucket[]> {
    return this.#reads.byDayAndModel(range);
  }

  latency(filter: SpendFilter): Promise<LatencySummary> {
    return this.#reads.latency(filter);
  }
}
