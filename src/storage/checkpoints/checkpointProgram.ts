import type { MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { lockAlone } from '../fileLock.ts';
import { type LogSize, prepareLogMove, prepareLogSize } from './logSize.ts';

/** What the thread is started with. */
export interface CheckpointStart {
  readonly file: string;
  /** A file whose lock the starting thread holds until the first answer. */
  readonly lockFile: string;
}

/** What became of a log that was to be moved. */
export type CheckpointAnswer = LogSize | { readonly reason: string };

/** While it moves a log, calls write to it; each pass has less to do than the one before. */
const MOST_PASSES = 12;

/** The thread reads pages of the log once each. */
const CACHE_KIB = 256;

/** Moves the log of a ledger into its file whenever it is asked to. */
export function moveLogs({ file, lockFile }: CheckpointStart, port: MessagePort): void {
  requireSameLibrary(lockFile);
  const sqlite = connectForCheckpoints(file);
  const [move, size] = [prepareLogMove(sqlite), prepareLogSize(sqlite)];
  port.on('message', () => port.postMessage(moveAll(move, size)));
}

/**
 * Two copies of SQLite in one process do not see each other's locks, and together damage a file that both have open
 * (https://sqlite.org/howtocorrupt.html, section 2.2.1). One that is given a lock which the process holds is another copy.
 */
function requireSameLibrary(lockFile: string): void {
  const lock = lockAlone(lockFile);
  lock?.close();
  if (lock !== undefined) throw new Error('Two copies of SQLite in one process must not open the same ledger.');
}

/** A connection that writes no rows. Throws SQLite's errors. */
export function connectForCheckpoints(file: string): Database.Database {
  const sqlite = new Database(file, { fileMustExist: true });
  sqlite.pragma('synchronous = NORMAL');
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  return sqlite;
}

/**
 * Passes until nothing is left, or no pass gets further. A pass moves what was there when it began; only one in which nobody
 * wrote has SQLite sync the file, too, and lets the log begin anew.
 */
export function moveAll(move: () => LogSize, size: () => LogSize): CheckpointAnswer {
  try {
    let [moved, now] = [-1, size()];
    for (let pass = 0; pass < MOST_PASSES && now.left > 0 && now.written - now.left > moved; pass++) {
      moved = now.written - now.left;
      move();
      now = size();
    }
    return now;
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
