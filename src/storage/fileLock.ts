import Database from 'better-sqlite3';
import { errorCode } from './storageErrors.ts';

/** Takes SQLite's lock on an empty file, which must exist; closing lets go of it. Undefined where somebody else holds it. */
export function lockAlone(lockFile: string): Database.Database | undefined {
  const lock = new Database(lockFile, { timeout: 0, fileMustExist: true });
  try {
    // The file stays empty: nothing to roll back, so no journal beside it.
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
    return lock;
  } catch (thrown) {
    lock.close();
    if (errorCode(thrown).startsWith('SQLITE_BUSY')) return undefined;
    throw thrown;
  }
}
