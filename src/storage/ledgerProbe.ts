import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { LedgerHealth, LedgerProbe } from '../domain/doctor.ts';
import { IN_MEMORY } from './connection.ts';
import { ledgerFileSize } from './ledgerFile.ts';
import { isDamage, toStorageError } from './storageErrors.ts';

/** Up to this many bytes a file is read whole within a moment. */
const SMALL_BYTES = 16 * 1024 * 1024;
const WAIT_MS = 1000;

/** Looks at the ledger of a home, which may be in use. `nativeModule`: SQLite's binary, where it is not the package's own. */
export function createLedgerProbe(file: string, nativeModule?: string): LedgerProbe {
  return { nativeVersion: () => nativeVersion(nativeModule), check: (whole) => checkLedger(file, whole) };
}

function nativeVersion(nativeModule: string | undefined): string {
  const memory = new Database(IN_MEMORY, nativeModule === undefined ? {} : { nativeBinding: nativeModule });
  try {
    return String(memory.prepare('select sqlite_version()').pluck().get());
  } finally {
    memory.close();
  }
}

function checkLedger(file: string, whole: boolean): LedgerHealth {
  if (!existsSync(file)) return { kind: 'absent' };
  try {
    return readLedger(file, whole || ledgerFileSize(file) <= SMALL_BYTES);
  } catch (thrown) {
    return { kind: isDamage(thrown) ? 'damaged' : 'unusable', reason: toStorageError(thrown, file).message };
  }
}

/** Without writing: the file's own gateway mends it, at its next start. */
function readLedger(file: string, whole: boolean): LedgerHealth {
  const sqlite = new Database(file, { readonly: true, timeout: WAIT_MS });
  try {
    sqlite.prepare('select count(*) from sqlite_schema').get();
    const verdict = whole ? sqlite.pragma('quick_check(1)', { simple: true }) : 'ok';
    if (verdict !== 'ok') return { kind: 'damaged', reason: String(verdict) };
    return { kind: 'sound', bytes: ledgerFileSize(file), whole };
  } finally {
    sqlite.close();
  }
}
