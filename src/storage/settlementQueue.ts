import type { SpendRecord } from '../domain/spend.ts';
import { isLocked } from './storageErrors.ts';

interface Waiting {
  readonly record: SpendRecord;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Turns of the event loop that a call waits for others at most: under load so many end one after the other. */
const MOST_TURNS = 8;

/**
 * Settles calls together that end one after the other: their answers wait for one commit, not for one each. A commit is
 * due when a turn of the event loop has brought no further call, and at once where no other call runs that could join.
 * A call whose row is refused does not take the others with it.
 */
export class SettlementQueue {
  readonly #settle: (records: readonly SpendRecord[]) => void;
  readonly #running: () => number;
  #waiting: Waiting[] = [];

  /** `running` counts the calls that have begun and not ended, those that wait here among them. */
  constructor(settle: (records: readonly SpendRecord[]) => void, running: () => number) {
    this.#settle = settle;
    this.#running = running;
  }

  /** Resolves when the row is committed. */
  add(record: SpendRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      if (this.#waiting.length >= this.#running()) this.flush();
      else if (this.#waiting.length === 1) setImmediate(() => this.#flushWhenQuiet(0, 0));
    });
  }

  #flushWhenQuiet(before: number, turns: number): void {
    const { length } = this.#waiting;
    if (length > before && turns < MOST_TURNS) setImmediate(() => this.#flushWhenQuiet(length, turns + 1));
    else this.flush();
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
      // A lock refuses them all: asking for each would only wait once more for each.
      if (batch.length === 1 || isLocked(error)) for (const { reject } of batch) reject(error);
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
