import { messageOf } from '../domain/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import { type Connection, withPatience } from './connection.ts';
import { errorCode, isLocked } from './storageErrors.ts';

/** A ledger that took no rows is asked again after so long, ms. */
const AGAIN_MS = 1000;

/** As long as answers wait for their rows it is asked more often, ms. */
const SOON_MS = 50;

/** So long does an answer wait for its row, ms: then it ends, and the row is written later. */
const LONGEST_ANSWER_MS = 5000;

/** A look at whether it takes them keeps nobody waiting, ms. */
const PATIENCE_MS = 5;

/** So many rows wait at most, some kB each; what comes on top is lost, and the log has said so. */
const MOST_WAITING = 10_000;

/** So many rows are written at once, so that requests go on between. */
const TOGETHER = 100;

/** What the file or its disk refuses today, it may take tomorrow; what is wrong with a row stays wrong. */
const PASSING = /^(SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN)|ENOSPC|EDQUOT|EIO)/;

interface Waiting {
  readonly record: SpendRecord;
  /** The row is committed, or will never be; undefined once nobody waits for it. */
  done: ((refusal?: unknown) => void) | undefined;
}

/**
 * Rows of calls that the ledger did not take when they ended, because another program kept it locked or its disk was full.
 * They are written as soon as the ledger takes them: their answers wait for it some seconds, and then leave. Only a process
 * that ends before loses them.
 */
export class LateSettlements {
  readonly #sqlite: Pick<Connection['sqlite'], 'pragma'>;
  readonly #settle: (records: readonly SpendRecord[]) => void;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #waiting: Waiting[] = [];
  #cancelTimer: (() => void) | undefined;
  /** Why the ledger took no row. */
  #refusal: unknown;

  constructor(
    { sqlite }: { readonly sqlite: Pick<Connection['sqlite'], 'pragma'> },
    settle: (records: readonly SpendRecord[]) => void,
    { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#sqlite = sqlite;
    this.#settle = settle;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Whether rows wait for the lock of another program. */
  get waitsForLock(): boolean {
    return this.#waiting.length > 0 && isLocked(this.#refusal);
  }

  /**
   * Keeps a row until the ledger takes it. Resolves when it is committed; rejects with `refusal` after some seconds, and at
   * once where no lock is the reason. A row that would be refused for ever, or is one too many, is not kept.
   */
  keep(record: SpendRecord, refusal: unknown = this.#refusal): Promise<void> {
    if (!PASSING.test(errorCode(refusal)) || this.#waiting.length >= MOST_WAITING) return Promise.reject(refusal);
    this.#refusal = refusal;
    const waiting: Waiting = { record, done: undefined };
    this.#waiting.push(waiting);
    const written = isLocked(refusal) ? this.#whenWritten(waiting, refusal) : Promise.reject(refusal);
    this.#arm();
    return written;
  }

  #whenWritten(waiting: Waiting, refusal: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.timer(LONGEST_ANSWER_MS, () => waiting.done?.(refusal));
      waiting.done = (thrown) => {
        waiting.done = undefined;
        cancel();
        if (thrown === undefined) resolve();
        else reject(thrown);
      };
    });
  }

  /** Writes what waits, for the last time. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    let taken = this.#waiting.length > 0;
    while (taken) taken = this.#write() && this.#waiting.length > 0;
    const calls = this.#waiting.length;
    for (const { done } of this.#waiting.splice(0)) done?.(this.#refusal);
    if (calls > 0) this.#logger.error('The ledger took no row for requests until the end', { calls });
  }

  #arm(): void {
    const isSoon = this.#waiting.some(({ done }) => done !== undefined);
    this.#cancelTimer ??= this.#clock.timer(isSoon ? SOON_MS : AGAIN_MS, () => {
      this.#cancelTimer = undefined;
      withPatience(this.#sqlite, PATIENCE_MS, () => this.#write());
      if (this.#waiting.length > 0) this.#arm();
    });
  }

  /** Whether the ledger took some of them. */
  #write(): boolean {
    const batch = this.#waiting.slice(0, TOGETHER);
    let refusal: unknown;
    try {
      this.#settle(batch.map(({ record }) => record));
    } catch (thrown) {
      if (PASSING.test(errorCode(thrown))) return false;
      refusal = thrown;
      this.#logger.error('Rows of requests that waited cannot be written', {
        callIds: batch.map(({ record }) => record.callId),
        reason: messageOf(thrown),
      });
    }
    this.#waiting = this.#waiting.slice(batch.length);
    for (const { done } of batch) done?.(refusal);
    if (this.#waiting.length === 0) this.#logger.info('The ledger has taken the rows that waited', {});
    return true;
  }
}
