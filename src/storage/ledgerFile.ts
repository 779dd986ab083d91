import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { BUSY_TIMEOUT_MS, IN_MEMORY } from './connection.ts';
import { clearSuspicion } from './suspicion.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** How long a process waits for another one that opens, and perhaps migrates, the ledger, ms. */
const OPENING_TIMEOUT_MS = 60_000;

/** SQLite's companions of a file in WAL mode. */
const COMPANIONS = ['-wal', '-shm'];

/** Makes the folder where it is missing, readable by its owner alone. */
export function prepareLedgerFolder(file: string): void {
  if (file !== IN_MEMORY) mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
}

/**
 * Makes the file where it is missing, readable by its owner alone. SQLite gives the file's mode to its companions, so they
 * are private too. Only under the opening lock: another process may just put a damaged file aside.
 */
export function prepareLedgerFile(file: string): void {
  if (file === IN_MEMORY) return;
  createPrivateFile(file);
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0) chmodSync(file, PRIVATE_FILE);
}

/** An empty file that its owner alone can read, where there is none yet. */
export function createPrivateFile(file: string): void {
  closeSync(openSync(file, 'a', PRIVATE_FILE));
}

/** Bytes on disk, the write-ahead log included. */
export function ledgerFileSize(file: string): number {
  if (file === IN_MEMORY) return 0;
  return [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Copies the ledger, as last committed, to `<file>.backup-v<version>`; a copy from an earlier try is replaced once the new one is whole. */
export function backUpLedger(file: string, version: number): void {
  if (file === IN_MEMORY) return;
  const partial = `${file}.backup-v${version}.partial`;
  rmSync(partial, { force: true });
  createPrivateFile(partial);
  const sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS, readonly: true });
  try {
    sqlite.prepare('vacuum into ?').run(partial);
  } finally {
    sqlite.close();
  }
  renameSync(partial, `${file}.backup-v${version}`);
}

/** Renames a damaged ledger and its companions to `<file>.corrupt-<time>` and gives back that name. `now` is epoch ms. */
export function keepAside(file: string, now: number): string {
  const stem = `${file}.corrupt-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  const aside = firstFree(stem);
  renameSync(file, aside);
  clearSuspicion(file);
  for (const companion of COMPANIONS) {
    if (existsSync(file + companion)) renameSync(file + companion, aside + companion);
  }
  return aside;
}

function firstFree(stem: string): string {
  let name = stem;
  for (let count = 2; existsSync(name); count++) name = `${stem}-${count}`;
  return name;
}

/**
 * Runs the opening of a ledger while no other process opens it, so that one migrates it, or puts a damaged one
 * aside, and the others find it done. The lock is SQLite's own, on an empty file beside the ledger; the system
 * lets go of it when a process dies.
 */
export function withOpeningLock<T>(file: string, work: () => T): T {
  if (file === IN_MEMORY) return work();
  const lockFile = `${file}.lock`;
  createPrivateFile(lockFile);
  const lock = new Database(lockFile, { timeout: OPENING_TIMEOUT_MS });
  try {
    lock.exec('begin exclusive');
    return work();
  } finally {
    lock.close();
  }
}
