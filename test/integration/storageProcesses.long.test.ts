import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endProcess } from '../support/endProcess.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { budgetOf, claim, KEY, openTestLedger, spendRecord } from '../unit/storage/support.ts';

const CHILD = join(import.meta.dirname, 'storageChild.ts');
const TIMEOUT_MS = 120_000;

interface Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: AsyncIterator<string>;
}

let folder: string;
let file: string;
let children: Child[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-storage-'));
  file = join(folder, 'torii.db');
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map(({ process: child }) => endProcess(child)));
  chmodSync(folder, 0o700);
  await removeFolder(folder);
});

function start(task: string, name: string): Child {
  const child = spawn(process.execPath, [CHILD, task, file, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  }) as ChildProcessByStdio<Writable, Readable, null>;
  const started = { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  children.push(started);
  return started;
}

function go({ process: child }: Child): void {
  child.stdin.write('go\n');
}

/** Lets children begin together, once all of them are loaded. */
async function goTogether(started: readonly Child[]): Promise<void> {
  for (const child of started) expect(await nextLine(child)).toBe('loaded');
  for (const child of started) go(child);
}

async function nextLine<T>({ lines }: Child): Promise<T> {
  const line = await lines.next();
  if (line.done === true) throw new Error('the child ended without a word');
  const said: { readonly error?: string } = JSON.parse(line.value);
  if (said.error !== undefined) throw new Error(`the child failed: ${said.error}`);
  return said as T;
}

interface OpenReport {
  readonly migrated: boolean;
  readonly damagedFile: string | null;
}

async function openInFourProcesses(): Promise<readonly OpenReport[]> {
  const opening = ['a', 'b', 'c', 'd'].map((name) => start('open', name));
  await goTogether(opening);
  return Promise.all(opening.map((child) => nextLine<OpenReport>(child)));
}

describe('several processes on one ledger', () => {
  it('that open a new one at once migrate it once', { timeout: TIMEOUT_MS }, async () => {
    const reports = await openInFourProcesses();
    expect(reports.filter(({ migrated }) => migrated)).toHaveLength(1);
    const { spend, close } = await openTestLedger({ file });
    expect(await spend.count({})).toBe(4);
    await close();
  });

  it('that find it damaged at once keep it aside once and share the new one', { timeout: TIMEOUT_MS }, async () => {
    writeFileSync(file, 'not a database, '.repeat(1000));
    const reports = await openInFourProcesses();
    expect(reports.filter(({ damagedFile }) => damagedFile !== null)).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
    const { spend, close } = await openTestLedger({ file });
    expect(await spend.count({})).toBe(4);
    await close();
  });

  it('never admit more than a budget holds', { timeout: TIMEOUT_MS }, async () => {
    const ledger = await openTestLedger({ file });
    await ledger.budgets.define(KEY, budgetOf(1000));
    const pair = [start('reserve', 'one'), start('reserve', 'two')];
    await goTogether(pair);
    for (const child of pair) expect(await nextLine(child)).toBe('ready');
    for (const child of pair) go(child);
    const admitted = await Promise.all(pair.map((child) => nextLine<number>(child)));
    expect(admitted.reduce((sum, count) => sum + count, 0)).toBe(10);
    await ledger.close();
  });
});

describe('processes that reserve ahead', () => {
  it('spend one budget together, to the last dollar and no further', { timeout: TIMEOUT_MS }, async () => {
    const ledger = await openTestLedger({ file });
    await ledger.budgets.define(KEY, budgetOf(100_000));
    const pair = [start('spendAll', 'one'), start('spendAll', 'two')];
    await goTogether(pair);
    for (const child of pair) expect(await nextLine(child)).toBe('ready');
    for (const child of pair) go(child);
    const counts = await Promise.all(pair.map((child) => nextLine<number>(child)));
    let admitted = counts.reduce((sum, count) => sum + count, 0);
    const state = async () => (await ledger.budgets.states('key', ['token-1'])).get('token-1');
    expect(await state()).toMatchObject({ spend: admitted * 100 });
    await expect.poll(state).toMatchObject({ reserved: 0 });
    for (; (await ledger.budgets.reserve(claim(`rest-${admitted}`, 100))).admitted; admitted++) {
      await ledger.spend.settle(spendRecord({ callId: `rest-${admitted}`, cost: 100 }));
    }
    expect(admitted).toBe(1000);
    expect(await state()).toMatchObject({ spend: 100_000, reserved: 0 });
    await ledger.close();
  });
});

describe('a process that is killed while it writes', () => {
  it('leaves a sound ledger with every row it told of, and holds no budget', { timeout: TIMEOUT_MS }, async () => {
    const before = await openTestLedger({ file });
    await before.budgets.define(KEY, budgetOf(1_000_000_000));
    await before.close();
    const writers = [start('write', 'one'), start('write', 'two')];
    await goTogether(writers);
    const told: string[] = [];
    for (let count = 0; count < 300; count++) {
      for (const child of writers) told.push(await nextLine<string>(child));
    }
    await Promise.all(writers.map(({ process: child }) => endProcess(child)));

    const { budgets, spend, close } = await openTestLedger({ file });
    for (const callId of told) expect(await spend.find(callId)).toBeDefined();
    const rows = await spend.list({}, { offset: 0, limit: 1_000_000 });
    expect(await spend.totals({})).toMatchObject({ requests: rows.length, cost: rows.length * 10 });
    const state = (await budgets.states('key', ['token-1'])).get('token-1');
    expect(state?.spend).toBe(rows.length * 10);
    const rest = 1_000_000_000 - (state?.spend ?? 0);
    expect(await budgets.reserve(claim('all-that-is-left', rest))).toEqual({ admitted: true });
    await close();
    const sqlite = new Database(file, { readonly: true });
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    sqlite.close();
  });
});

describe('a folder that may not be written', () => {
  it('is an error that names the file', async () => {
    chmodSync(folder, 0o555);
    // Modes do not bind root; the kernel's own file systems do.
    const readOnly = process.getuid?.() === 0 ? join('/sys/kernel', 'torii.db') : file;
    await expect(openTestLedger({ file: readOnly })).rejects.toThrow(`The ledger ${readOnly} cannot be written`);
  });
});
