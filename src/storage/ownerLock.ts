import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { IN_MEMORY } from './connection.ts';
import { lockAlone } from './fileLock.ts';

const PRIVATE_FILE = 0o600;

/** The sign that an opened ledger is in use. `id` names it for ever: no later opening has the same. */
export interface OwnerLock {
  readonly id: string;
  release(): void;
}

/**
 * Claims a ledger for this opening of it. The claim is SQLite's lock on a file of its own, `<ledger>.owner-<id>`: the
 * system lets go of it when the process dies, however it dies. A process number would not tell: numbers are used
 * again, and in a container every program may be number 1. Call it under the opening lock.
 */
export function claimLedger(file: string): OwnerLock {
  const id = randomUUID();
  if (file === IN_MEMORY) return { id, release: () => undefined };
  const lockFile = lockFileOf(file, id);
  closeSync(openSync(lockFile, 'wx', PRIVATE_FILE));
  const lock = lockAlone(lockFile);
  if (lock === undefined) throw new Error(`somebody else holds ${lockFile}`);
  return {
    id,
    release: () => {
      lock.close();
      rmSync(lockFile, { force: true });
    },
  };
}

/** Runs `work` while nobody can claim or bury owner `id`, where that owner has ended. Undefined where it lives. */
export function withDeadOwner<T>(file: string, id: string, work: () => T): T | undefined {
  const lockFile = lockFileOf(file, id);
  if (file === IN_MEMORY || !existsSync(lockFile)) return work();
  const lock = lockAlone(lockFile);
  if (lock === undefined) return undefined;
  try {
    return work();
  } finally {
    lock.close();
    rmSync(lockFile, { force: true });
  }
}

/** Ids of all owners whose files are there, living and dead. */
export function ownersOf(file: string): readonly string[] {
  if (file === IN_MEMORY) return [];
  const prefix = basename(lockFileOf(file, ''));
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

function lockFileOf(file: string, id: string): string {
  return join(dirname(file), `${basename(file)}.owner-${id}`);
}
