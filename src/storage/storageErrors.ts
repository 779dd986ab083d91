import { GatewayError } from '../domain/errors.ts';
import { suspectLedger } from './suspicion.ts';

interface Explanation {
  readonly codes: RegExp;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  describe(file: string, code: string): string;
}

/** SQLite's result codes (https://www.sqlite.org/rescode.html) and Node's system errors, by what a person can do about them. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    codes: /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    retryable: false,
    describe: (file) => `The disk is full: the ledger ${file} cannot be written. Free some space and try again.`,
  },
  {
    codes: /^(SQLITE_READONLY|EROFS|EACCES|EPERM)/,
    retryable: false,
    describe: (file) =>
      `The ledger ${file} cannot be written: the file or its folder is read-only. Change its permissions, or set TORII_HOME to another folder.`,
  },
  {
    codes: /^(SQLITE_CANTOPEN|ENOENT|ENOTDIR|EISDIR|EEXIST)/,
    retryable: false,
    describe: (file, code) =>
      `The ledger ${file} cannot be opened (${code}). Check that its folder exists and can be written, or set TORII_HOME to another folder.`,
  },
  {
    codes: /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    retryable: false,
    describe: (file) =>
      `The ledger ${file} is damaged. Restart Torii: it keeps the damaged file aside and begins a new one.`,
  },
  {
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    retryable: true,
    retryAfterMs: 5000,
    describe: (file) =>
      `The ledger ${file} is locked by another program. Try again; close the other program if it lasts.`,
  },
  {
    codes: /^(SQLITE_IOERR|EIO|EMFILE|ENFILE)/,
    retryable: false,
    describe: (file, code) =>
      `The ledger ${file} could not be read or written (${code}). Check the disk that holds it.`,
  },
];

/** SQLite's or the system's code of an error, '' where it has none. */
export function errorCode(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** Whether the file is not a database, or no longer a sound one. */
export function isDamage(thrown: unknown): boolean {
  return /^(SQLITE_CORRUPT|SQLITE_NOTADB)/.test(errorCode(thrown));
}

/** Whether another program holds the lock: nothing has been done, and what was tried may be tried again. */
export function isLocked(thrown: unknown): boolean {
  return /^(SQLITE_BUSY|SQLITE_LOCKED)/.test(errorCode(thrown));
}

/** Any failure of the ledger as a GatewayError whose message names the file and what to do. */
export function toStorageError(thrown: unknown, file: string): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const code = errorCode(thrown);
  const explanation = EXPLANATIONS.find(({ codes }) => codes.test(code));
  if (explanation !== undefined) {
    return new GatewayError('unavailable', explanation.describe(file, code), {
      retryable: explanation.retryable,
      retryAfterMs: explanation.retryAfterMs,
      cause: thrown,
    });
  }
  const detail = code === '' ? '' : ` (${code})`;
  return new GatewayError('internal', `The ledger ${file} failed${detail}. The log holds the details.`, {
    retryable: false,
    cause: thrown,
  });
}

/** Runs work on the ledger; what it throws leaves as a GatewayError. Damage is remembered for the next opening. */
export async function withStorageErrors<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (isDamage(thrown)) suspectLedger(file);
    throw toStorageError(thrown, file);
  }
}
