import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/domain/errors.ts';
import { isDamage, toStorageError, withStorageErrors } from '../../../src/storage/storageErrors.ts';

const FILE = '/home/ann/.torii/torii.db';

function coded(code: string): Error {
  return Object.assign(new Error('as the library says it'), { code });
}

describe('failures of the ledger', () => {
  it.each([
    ['SQLITE_FULL', 'The disk is full', false],
    ['ENOSPC', 'The disk is full', false],
    ['SQLITE_READONLY_DIRECTORY', 'read-only', false],
    ['EACCES', 'read-only', false],
    ['EROFS', 'read-only', false],
    ['SQLITE_CANTOPEN', 'cannot be opened', false],
    ['ENOTDIR', 'cannot be opened (ENOTDIR)', false],
    ['SQLITE_CORRUPT_INDEX', 'is damaged', false],
    ['SQLITE_NOTADB', 'is damaged', false],
    ['SQLITE_BUSY_SNAPSHOT', 'is locked by another program', true],
    ['SQLITE_IOERR_WRITE', '(SQLITE_IOERR_WRITE). Check the disk', false],
  ])('%s says what it is, names the file, and whether trying again helps', (code, words, retryable) => {
    const error = toStorageError(coded(code), FILE);
    expect(error).toMatchObject({ kind: 'unavailable', retryable, message: expect.stringContaining(words) });
    expect(error.message).toContain(FILE);
  });

  it('that are not known are internal errors without their text', () => {
    const error = toStorageError(coded('SQLITE_MISUSE'), FILE);
    expect(error).toMatchObject({ kind: 'internal', message: expect.not.stringContaining('library') });
    expect(toStorageError('thrown text', FILE).kind).toBe('internal');
  });

  it('that are GatewayErrors already stay as they are', async () => {
    const error = new GatewayError('bad-request', 'taken');
    await expect(withStorageErrors(FILE, () => Promise.reject(error))).rejects.toBe(error);
  });

  it('mean damage only where SQLite says so', () => {
    expect(isDamage(coded('SQLITE_CORRUPT'))).toBe(true);
    expect(isDamage(coded('SQLITE_IOERR_READ'))).toBe(false);
    expect(isDamage('SQLITE_CORRUPT')).toBe(false);
  });
});
