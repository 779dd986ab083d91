import { messageOf } from '../domain/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import { type Connection, withPatience } from './connection.ts';
import { errorCode } from './storageErrors.ts';

/** A ledger that took no rows is asked again after so long, ms. */
const AGAIN_MS = 1000;

/** A look at whether it does keeps nobody waiting, ms. */
const PATIENCE_MS = 50;

/** So many rows wait at most, some kB each; what comes on top is lost, and the log has said so. */
const MOST_WAITING = 10_000;

/** So many rows are written at once, so that requests go on between. */
const TOGETHER = 100;

/** What the file or its disk refuses today, it may take tomorrow; what is wrong with a row stays wrong. */
const PASSING = /^(SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN)|ENOSPC|EDQUOT|EIO)/;

/**
 * Rows of calls that the ledger did not take when they ended, because another program kept it locked or its disk was full. Their
 * answers have left; the rows are written as soon as the ledger takes them. Only a process that ends before loses them.
 */
export class LateSettlements {
  readonly #sqlite: Pick<Connection['sqlite'], 'pragma'>;
  readonly #settle: (records: readonly SpendRecord[]) => void;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #waiting: SpendRecord[] = [];
  #cancelTimer: (() => void) | undefined;

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

  /** Whether the row of a call will be written later; not where it would be refused for ever, or too many wait. */
  keep(record: SpendRecord, refusal: unknown): boolean {
    if (!PASSING.test(errorCode(refusal)) || this.#waiting.length >= MOST_WAITING) return false;
    this.#waiting.push(record);
    this.#arm();
    return true;
  }

  /** Writes what waits, for the last time. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    let taken = this.#waiting.length > 0;
    while (taken) taken = this.#write() && this.#waiting.length > 0;
    const calls = this.#waiting.length;
    if (calls > 0) this.#logger.error('The ledger took no row for requests until the end', { calls });
  }

  #arm(): void {
    this.#cancelTimer ??= this.#clock.timer(AGAIN_MS, () => {
      this.#cancelTimer = undefined;
      withPatience(this.#sqlite, PATIENCE_MS, () => this.#write());
      if (this.#waiting.length > 0) this.#arm();
    });
  }

  /** Whether the ledger took some of them. */
  #write(): boolean {
    const batch = this.#waiting.slice(0, TOGETHER);
    try {
      this.#settle(batch);
    } catch (thrown) {
      if (PASSING.test(errorCode(thrown))) return false;
      this.#logger.error('Rows of requests that waited cannot be written', {
        callIds: batch.map(({ callId }) => callId),
        reason: messageOf(thrown),
      });
    }
    this.#waiting = this.#waiting.slice(batch.length);
    if (this.#waiting.length === 0) this.#logger.info('The ledger has taken the rows that waited', {});
    return true;
  }
}
