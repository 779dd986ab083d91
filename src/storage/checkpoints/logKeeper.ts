import type Database from 'better-sqlite3';
import { messageOf } from '../../domain/errors.ts';
import type { Logger } from '../../domain/ports.ts';
import { CHECKPOINT_PAGES } from '../connection.ts';
import type { CheckpointAnswer } from './checkpointProgram.ts';
import { type LogSize, prepareLogMove, prepareLogSize } from './logSize.ts';

/** Between two looks at the log, ms: it takes some thousand pages in that time at most. */
const LOOK_MS = 500;

/** So many pages are worth being moved, and a thread of 13 MB that does it: larger batches rewrite hot pages less often. */
const MOVED_PAGES = CHECKPOINT_PAGES;

/** From so many on (32 MB) the log ought to begin anew. */
const LONG_LOG_PAGES = 8000;

/** So many pages this thread moves itself: it has to sync them. */
const FEW_PAGES = 64;

/** From so many on (64 MB) each commit moves the log, whatever that takes: the other thread does not keep up. */
const BACKSTOP_PAGES = 16_000;

/** Moves the log on another thread; no answer where it is ended meanwhile. Rejects where it cannot run. */
interface LogMover {
  move(): Promise<CheckpointAnswer | undefined>;
  end(): Promise<void>;
}

/**
 * Keeps the write-ahead log short without holding up what is served: moving 16 MB of it into the file takes a disk tens of
 * milliseconds, in which a commit that did it would have all clients wait. Where the other thread fails, commits do it again.
 */
export class LogKeeper {
  readonly #sqlite: Database.Database;
  readonly #mover: LogMover;
  readonly #logger: Logger;
  readonly #size: () => LogSize;
  readonly #move: () => LogSize;
  readonly #timer: NodeJS.Timeout;
  #moving: Promise<void> | undefined;
  #failed = false;
  #closed = false;

  constructor(sqlite: Database.Database, mover: LogMover, logger: Logger) {
    this.#sqlite = sqlite;
    this.#mover = mover;
    this.#logger = logger;
    this.#size = prepareLogSize(sqlite);
    this.#move = prepareLogMove(sqlite);
    sqlite.pragma(`wal_autocheckpoint = ${BACKSTOP_PAGES}`);
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** Has the log moved where enough of it is left, and nobody does so now. Resolves when that is done. */
  look(): Promise<void> {
    if (this.#closed || !this.#sqlite.open) return Promise.resolve();
    if (this.#moving === undefined && this.#isWorthMoving()) {
      this.#moving = this.#haveMoved().finally(() => {
        this.#moving = undefined;
      });
    }
    return this.#moving ?? Promise.resolve();
  }

  /** Lets go of the other connection to the file; the next look may open one again. */
  async rest(): Promise<void> {
    await this.#mover.end();
    await this.#moving;
  }

  /** Nothing is moved from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.rest();
  }

  #isWorthMoving(): boolean {
    try {
      return this.#size().left >= MOVED_PAGES;
    } catch {
      // What is wrong with the file, the next statement of a request says.
      return false;
    }
  }

  async #haveMoved(): Promise<void> {
    try {
      const answer = await this.#mover.move();
      if (answer === undefined || this.#closed || !this.#sqlite.open) return;
      if ('reason' in answer) this.#tellOf(answer.reason);
      else this.#finish(answer);
    } catch (thrown) {
      this.#doWithout(thrown);
    }
  }

  /** Calls that never pause write while the other thread moves: with the last few pages here the log can begin anew. */
  #finish({ written, left }: LogSize): void {
    this.#failed = false;
    if (written < LONG_LOG_PAGES || left === 0 || left > FEW_PAGES) return;
    try {
      this.#move();
    } catch (thrown) {
      this.#tellOf(messageOf(thrown));
    }
  }

  #tellOf(reason: string): void {
    if (!this.#failed) this.#logger.warn("The ledger's log cannot be moved into its file", { reason });
    this.#failed = true;
  }

  #doWithout(thrown: unknown): void {
    clearInterval(this.#timer);
    if (!this.#closed && this.#sqlite.open) this.#sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.#logger.warn("The ledger's log is moved on the thread of the gateway: the one for it has failed", {
      reason: messageOf(thrown),
    });
  }
}
