import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { nextTurn } from '../../src/domain/turns.ts';
import { CheckpointThread } from '../../src/storage/checkpoints/checkpointThread.ts';
import { type LogSize, prepareLogSize } from '../../src/storage/checkpoints/logSize.ts';
import type { Ledger } from '../../src/storage/ledger.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { type LogLine, openTestLedger, recordingLogger, spendRecord } from '../unit/storage/support.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** From its source: the bundle has a copy of SQLite of its own. */
const PROGRAM = join(ROOT, 'src', 'ledgerCheckpoints.ts');
const BUNDLE = join(ROOT, 'dist', 'ledgerCheckpoints.cjs');

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-checkpoints-'));
  file = join(folder, 'torii.db');
});

afterEach(() => removeFolder(folder));

async function open(checkpoints = PROGRAM): Promise<{ readonly ledger: Ledger; readonly lines: LogLine[] }> {
  const lines: LogLine[] = [];
  const ledger = await openTestLedger({ file, checkpoints, logger: recordingLogger(lines) });
  onTestFinished(() => ledger.close());
  return { ledger, lines };
}

/** The log as another connection sees it. */
function watchLog(): { readonly logSize: () => LogSize; readonly stop: () => void } {
  const sqlite = new Database(file, { readonly: true });
  const stop = (): void => void sqlite.close();
  onTestFinished(stop);
  return { logSize: prepareLogSize(sqlite), stop };
}

/** Ends calls, eight at a time and without a pause, for as long as `more` says so. Gives back how many. */
async function callWhile(ledger: Ledger, more: () => boolean): Promise<number> {
  let calls = 0;
  while (more()) {
    const ended = Array.from({ length: 8 }, () => spendRecord({ callId: `call-${calls++}` }));
    await Promise.all(ended.map((record) => ledger.spend.settle(record)));
    await nextTurn();
  }
  return calls;
}

describe('the write-ahead log of a ledger, on another thread', () => {
  it('is moved into the file, and the next call begins it anew', async () => {
    const { ledger, lines } = await open();
    const { logSize } = watchLog();
    await callWhile(ledger, () => logSize().left < 4100);
    await expect.poll(() => logSize().left, { timeout: 60_000 }).toBe(0);
    await ledger.spend.settle(spendRecord({ callId: 'next' }));
    expect(logSize().written).toBeLessThan(1000);
    expect(lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('begins anew under calls that never pause, and none of them is lost', async () => {
    const { ledger } = await open();
    const { logSize } = watchLog();
    let [written, begun] = [0, 0];
    const calls = await callWhile(ledger, () => {
      const before = written;
      written = logSize().written;
      if (written < before) begun += 1;
      return begun < 1;
    });
    expect((await ledger.spend.totals({})).requests).toBe(calls);
    const copy = new Database(file, { readonly: true });
    onTestFinished(() => void copy.close());
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('is gone when the ledger is closed: its connections are closed before', async () => {
    const { ledger } = await open();
    const { logSize, stop } = watchLog();
    await callWhile(ledger, () => logSize().left < 4100);
    await expect.poll(() => logSize().left, { timeout: 60_000 }).toBe(0);
    stop();
    await ledger.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('leaves the ledger to a vacuum', async () => {
    const { ledger } = await open();
    const { logSize } = watchLog();
    await callWhile(ledger, () => logSize().left < 4100);
    await ledger.care.vacuum();
    expect(logSize()).toEqual({ written: 0, left: 0 });
  });

  it('is moved by commits where the thread cannot run, and the log says so', async () => {
    const { ledger, lines } = await open(join(folder, 'missing.cjs'));
    const { logSize } = watchLog();
    await callWhile(ledger, () => lines.every(({ level }) => level !== 'warn'));
    let before = 0;
    await callWhile(ledger, () => {
      const fell = logSize().left < before;
      before = logSize().left;
      return !fell;
    });
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('the thread', () => {
  it('begins when it is asked, ends when it is told to, and can be asked again', async () => {
    await open();
    const thread = new CheckpointThread(PROGRAM, file);
    onTestFinished(() => thread.end());
    expect(thread.running).toBe(false);
    expect(await thread.move()).toMatchObject({ left: 0 });
    expect(thread.running).toBe(true);
    await thread.end();
    expect(thread.running).toBe(false);
    expect(await thread.move()).toMatchObject({ left: 0 });
  });

  it('keeps nobody of its process from opening the ledger while it begins, and leaves no lock behind', async () => {
    await open();
    const thread = new CheckpointThread(PROGRAM, file);
    onTestFinished(() => thread.end());
    const asked = thread.move();
    const { ledger } = await open();
    await ledger.close();
    expect(await asked).toMatchObject({ left: 0 });
    expect(readdirSync(folder).filter((name) => name.includes('-checkpoints-'))).toEqual([]);
  });

  it('answers nothing where it is ended meanwhile', async () => {
    await open();
    const thread = new CheckpointThread(PROGRAM, file);
    const asked = thread.move();
    await thread.end();
    expect(await asked).toBeUndefined();
  });

  it('touches no file that another copy of SQLite in this process has open', async () => {
    await open();
    const thread = new CheckpointThread(BUNDLE, file);
    onTestFinished(() => thread.end());
    await expect(thread.move()).rejects.toThrow('Two copies of SQLite');
  });

  it('says why it cannot run', async () => {
    const thread = new CheckpointThread(PROGRAM, join(folder, 'missing.db'));
    onTestFinished(() => thread.end());
    await expect(thread.move()).rejects.toThrow('unable to open database file');
  });
});
