import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, withPatience } from './connection.ts';
import { isLocked, withStorageErrors } from './storageErrors.ts';

/** So long it is tried again, ms: what another program does to the ledger seldom takes longer. */
const LONGEST_MS = 5000;

/** Between two tries, ms; requests go on meanwhile. */
const AGAIN_MS = 50;

/**
 * Runs work on the ledger, again and again for some seconds while another program keeps it locked. The work is one
 * statement or one transaction: where it is refused for the lock, nothing of it has been done. Throws as `withStorageErrors`.
 */
export function whenFree<T>(connection: Pick<Connection, 'file' | 'sqlite'>, work: () => T | Promise<T>): Promise<T> {
  return withStorageErrors(connection.file, async () => {
    try {
      return await work();
    } catch (thrown) {
      if (!isLocked(thrown)) throw thrown;
      return await tryAgain(connection, work, thrown);
    }
  });
}

async function tryAgain<T>(
  { sqlite }: Pick<Connection, 'sqlite'>,
  work: () => T | Promise<T>,
  refusal: unknown,
): Promise<T> {
  let last = refusal;
  const until = performance.now() + LONGEST_MS;
  while (performance.now() < until && sqlite.open) {
    await pause(AGAIN_MS);
    try {
      return await withPatience(sqlite, 0, work);
    } catch (thrown) {
      if (!isLocked(thrown)) throw thrown;
      last = thrown;
    }
  }
  throw last;
}
