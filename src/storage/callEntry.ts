import type { BudgetCrossing } from '../domain/budget.ts';
import { messageOf } from '../domain/errors.ts';
import type { Logger } from '../domain/ports.ts';
import type { Connection } from './connection.ts';
import { type EntryBudgets, prepareEntry } from './entryStatements.ts';
import { isLocked } from './storageErrors.ts';

/** How long rows wait at most before they are entered, ms: nobody sees the difference, since readers have them entered. */
const WAIT_MS = 1000;

/**
 * So many rows are entered at once: pages of indexes, sums and budgets are written once for all of them. 32 cost 80 µs a
 * row, 256 cost 30, 512 the same; and fewer than one call in a hundred that come one after the other meets the 8 ms of it.
 */
const MOST_WAITING = 256;

/** A ledger that could not be written is tried again after so long, ms; until then nobody waits for it. */
const AGAIN_MS = 250;

/**
 * Enters calls that have ended into the log, its sums and the budgets: a few at once, a moment after their answers left.
 * Whoever reads what calls cost, in this process or another one on the ledger, has it done first (`catchUp`), and so sees
 * every call that has ended.
 */
export class CallEntry {
  readonly #sqlite: Connection['sqlite'];
  readonly #enter: () => readonly BudgetCrossing[];
  readonly #isEmpty: () => boolean;
  readonly #budgets: EntryBudgets;
  readonly #logger: Logger;
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #failed = false;
  /** It failed for the lock of another program. */
  #wasLocked = false;
  #closed = false;

  constructor(connection: Connection, budgets: EntryBudgets, logger: Logger) {
    const { enter, isEmpty } = prepareEntry(connection, budgets);
    this.#sqlite = connection.sqlite;
    this.#enter = enter;
    this.#isEmpty = isEmpty;
    this.#budgets = budgets;
    this.#logger = logger;
  }

  /**
   * Does work on the ledger, and enters all rows with it: nobody sees the one without the other. `done` follows the commit.
   */
  enterWith<Result>(work: () => Result, done: () => void = () => undefined): Result {
    const both = this.#sqlite.transaction(() => ({ result: work(), crossings: this.#enter() }));
    const { result, crossings } = both.immediate();
    done();
    this.#entered(crossings);
    return result;
  }

  /** So many rows have been written. */
  settled(count: number): void {
    const before = this.#waiting;
    this.#waiting += count;
    if (before < MOST_WAITING && this.#waiting >= MOST_WAITING) setImmediate(() => this.#enterWaiting());
    else this.#arm(WAIT_MS);
  }

  /** Every row of a call that has ended is where it belongs after it, unless the ledger cannot be written. */
  catchUp(): void {
    if (this.#closed || this.#rests || (this.#waiting === 0 && this.#isEmpty())) return;
    this.#work();
  }

  /** Enters what waits, and nothing from now on. */
  close(): void {
    this.#wasLocked = false;
    this.catchUp();
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Another program has just had the ledger locked. */
  get #rests(): boolean {
    return this.#wasLocked && this.#timer !== undefined;
  }

  #enterWaiting(): void {
    this.#timer = undefined;
    if (!this.#closed && this.#waiting > 0) this.#work();
  }

  /** The rows are safe where they are: a failure is said once, and tried again. */
  #work(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const crossings = this.#enter();
      this.#failed = false;
      this.#wasLocked = false;
      this.#entered(crossings);
    } catch (thrown) {
      const reason = messageOf(thrown);
      if (!this.#failed) this.#logger.error('Calls that have ended cannot be entered into the log', { reason });
      this.#failed = true;
      this.#wasLocked = isLocked(thrown);
      this.#arm(AGAIN_MS);
    }
  }

  #entered(crossings: readonly BudgetCrossing[]): void {
    this.#waiting = 0;
    this.#budgets.entered();
    this.#budgets.report(crossings);
  }

  #arm(milliseconds: number): void {
    if (!this.#closed) this.#timer ??= setTimeout(() => this.#enterWaiting(), milliseconds).unref();
  }
}
