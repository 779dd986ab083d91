import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detachedLogFile, openLog, putAside } from '../../../src/config/gatewayLog.ts';

let home: string;
let file: string;
let log: number;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'torii-log-'));
  file = detachedLogFile(home, 4000);
  log = openLog(file);
});

afterEach(() => {
  closeSync(log);
  rmSync(home, { recursive: true });
});

describe('the log of a detached gateway that runs', () => {
  it('is put aside when it has grown beyond its limit, and goes on at its beginning', () => {
    writeSync(log, 'long ago\n');
    expect(putAside(file, log, 8)).toBe(true);
    writeSync(log, 'now\n');
    expect(readFileSync(file, 'utf8')).toBe('now\n');
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('long ago\n');
  });

  it('replaces what was put aside before, so that both together stay bounded', () => {
    for (const line of ['first\n', 'second\n', 'third\n']) {
      writeSync(log, line);
      putAside(file, log, 4);
    }
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('third\n');
  });

  it('stays as it is up to its limit', () => {
    writeSync(log, 'short\n');
    expect(putAside(file, log)).toBe(false);
    expect(existsSync(`${file}.1`)).toBe(false);
  });

  it('is left alone where the program writes to another file, as when a terminal started it', () => {
    const other = join(home, 'elsewhere.log');
    writeFileSync(other, '');
    appendFileSync(file, 'of another gateway\n');
    const elsewhere = openLog(other);
    writeSync(elsewhere, 'more than eight bytes\n');
    expect(putAside(file, elsewhere, 8)).toBe(false);
    closeSync(elsewhere);
    expect(readFileSync(file, 'utf8')).toBe('of another gateway\n');
  });

  it('stays as it is when the copy cannot be made', () => {
    writeSync(log, 'kept in any case\n');
    rmSync(join(home, 'logs'), { recursive: true });
    expect(putAside(file, log, 8)).toBe(false);
  });
});

describe('the log of a detached gateway that starts', () => {
  it('begins anew behind one that has grown beyond the limit', () => {
    appendFileSync(file, 'x'.repeat(6 * 1024 * 1024));
    const next = openLog(file);
    writeSync(next, 'new\n');
    closeSync(next);
    expect(readFileSync(file, 'utf8')).toBe('new\n');
    expect(existsSync(`${file}.1`)).toBe(true);
  });
});
