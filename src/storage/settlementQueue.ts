import type { SpendRecord } from '../domain/spend.ts';

interface Waiting {
  readonly record: SpendRecord;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Settles the calls that end in one turn of the event loop together: their answers wait for one commit, not for one
 * each. A call whose row is refused does not take the others with it.
 */
export class SettlementQueue {
  readonly #settle: (records: readonly SpendRecord[]) => void;
  #waiting: Waiting[] = [];

  constructor(settle: (records: readonly SpendRecord[]) => void) {
    this.#settle = settle;
  }

  /** Resolves when the row is committed. */
  add(record: SpendRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Settles at once what waits; a ledger that closes calls it, so that nothing is lost. */
  flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    try {
      this.#settle(batch.map(({ record }) => record));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const waiting of batch) this.#settleAlone(waiting);
    }
  }

  #settleAlone({ record, resolve, reject }: Waiting): void {
    try {
      this.#settle([record]);
      resolve();
    } catch (error) {
      reject(error);
    }
  }
}
