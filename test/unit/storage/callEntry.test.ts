import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BudgetScopeKind } from '../../../src/domain/budget.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import {
  attempt,
  budgetOf,
  claim,
  KEY,
  type LogLine,
  NOON,
  openTestLedger,
  recordingLogger,
  spendRecord,
} from './support.ts';

const FIRST = { pid: 1, isAlive: () => true };
const SECOND = { pid: 2, isAlive: () => true };

let folder: string;
let file: string;
let opened: Ledger[];
let raw: Database.Database | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-entry-'));
  file = join(folder, 'torii.db');
  opened = [];
  raw = undefined;
});

afterEach(async () => {
  raw?.close();
  for (const ledger of opened) await ledger.close();
  rmSync(folder, { recursive: true });
});

async function open(options: Parameters<typeof openTestLedger>[0] = {}): Promise<Ledger> {
  const ledger = await openTestLedger({ file, owner: FIRST, ...options });
  opened.push(ledger);
  return ledger;
}

/** What stands in the tables, without a reader of ours that has anything entered. */
function count(table: string): number {
  raw ??= new Database(file);
  return Number(raw.prepare(`select count(*) from ${table}`).pluck().get());
}

async function settleMany(ledger: Ledger, many: number, cost = 1): Promise<void> {
  const records = Array.from({ length: many }, (_, index) => spendRecord({ callId: `call-${index}`, cost }));
  await Promise.all(records.map((record) => ledger.spend.settle(record)));
}

describe('a call that has ended', () => {
  it('is seen at once, with its sums, by whoever reads in its process or another one', async () => {
    const [ledger, other] = [await open(), await open({ owner: SECOND })];
    await ledger.spend.settle(spendRecord({ cost: 40 }));
    expect(count('spend_logs')).toBe(0);
    expect(await other.spend.find('call-1')).toMatchObject({ cost: 40 });
    expect(await ledger.spend.totals({})).toMatchObject({ requests: 1, cost: 40 });
    expect((await ledger.budgets.states('key', ['token-1'])).get('token-1')).toMatchObject({ spend: 40 });
    expect([count('spend_logs'), count('settled_calls')]).toEqual([1, 0]);
  });

  it('is entered a moment later where nobody reads, and soon where many have ended', async () => {
    const ledger = await open();
    await ledger.spend.settle(spendRecord());
    await expect.poll(() => [count('spend_logs'), count('settled_calls')]).toEqual([1, 0]);
    await settleMany(ledger, 300);
    await expect.poll(() => [count('spend_logs'), count('settled_calls')]).toEqual([300, 0]);
    expect(await ledger.spend.totals({})).toMatchObject({ requests: 300 });
  });

  it('counts once where its process died before it was entered, or where two processes settle it', async () => {
    const ledger = await open();
    await ledger.budgets.define(KEY, budgetOf(1000));
    await ledger.budgets.reserve(claim('call-1', 50));
    await ledger.spend.settle(spendRecord({ cost: 40 }));
    const copy = join(folder, 'killed.db');
    for (const end of ['', '-wal']) cpSync(file + end, copy + end);
    const next = await open({ file: copy, owner: SECOND });
    await next.spend.settle(spendRecord({ cost: 40 }));
    expect(await next.spend.totals({})).toMatchObject({ requests: 1, cost: 40 });
    expect((await next.budgets.states('key', ['token-1'])).get('token-1')).toMatchObject({ spend: 40, reserved: 0 });
  });

  it('counts once with all that waited beside it when its process died', async () => {
    const ledger = await open();
    await ledger.budgets.define(KEY, budgetOf(1_000_000));
    for (let call = 0; call < 200; call++) await ledger.budgets.reserve(claim(`call-${call}`, 50));
    await settleMany(ledger, 200, 40);
    const copy = join(folder, 'killed.db');
    for (const end of ['', '-wal']) cpSync(file + end, copy + end);
    expect(count('settled_calls')).toBe(200);
    const next = await open({ file: copy, owner: { pid: 2, isAlive: () => false } });
    expect(await next.spend.totals({})).toMatchObject({ requests: 200, cost: 8000 });
    expect((await next.budgets.states('key', ['token-1'])).get('token-1')).toMatchObject({ spend: 8000, reserved: 0 });
    expect(await next.budgets.reserve(claim('rest', 1_000_000 - 8000))).toEqual({ admitted: true });
  });

  it('counts before what its process held is free, where that one died in between', async () => {
    const ledger = await open();
    await ledger.budgets.define(KEY, budgetOf(100));
    await ledger.budgets.reserve(claim('call-1', 100));
    await ledger.spend.settle(spendRecord({ cost: 60 }));
    const copy = join(folder, 'killed.db');
    for (const end of ['', '-wal']) cpSync(file + end, copy + end);
    const next = await open({ file: copy, owner: { pid: 2, isAlive: () => false } });
    expect(await next.budgets.reserve(claim('two', 41))).toMatchObject({ blocked: { spend: 60, reserved: 0 } });
    expect(await next.budgets.reserve(claim('two', 40))).toEqual({ admitted: true });
  });

  it('counts for all of its scopes beside others that are entered with it, and for models with budgets of their own', async () => {
    const ledger = await open();
    const window = { maxBudget: 1_000_000, duration: '30d' };
    await ledger.budgets.define(KEY, { windows: [window], modelBudgets: { nova: window } });
    const passed: string[] = [];
    ledger.budgets.onCrossing(({ callId, mark }) => void passed.push(`${callId} ${mark}`));
    const records = Array.from({ length: 60 }, (_, index) => {
      const group = index % 3 === 0 ? 'nova' : 'claude';
      return spendRecord({
        callId: `call-${index}`,
        cost: 14_000 + index,
        userId: index % 2 === 0 ? 'ann' : 'bob',
        tags: index % 5 === 0 ? ['red', 'blue', 'red'] : [],
        endedAt: NOON + index,
        attempts: [attempt({ group })],
      });
    });
    for (const { callId, attempts } of records) {
      await ledger.budgets.reserve(claim(callId, 15_000, { group: attempts[0]?.group ?? '' }));
    }
    await Promise.all(records.map((record) => ledger.spend.settle(record)));
    expect(count('settled_calls')).toBe(60);
    const sumOf = (of: (index: number) => boolean): number =>
      records.reduce((sum, { cost }, index) => sum + (of(index) ? (cost ?? 0) : 0), 0);
    const spendOf = async (kind: BudgetScopeKind, id: string) => (await ledger.budgets.states(kind, [id])).get(id);
    expect(await spendOf('key', 'token-1')).toMatchObject({
      spend: sumOf(() => true),
      windows: [{ spend: sumOf(() => true) }, { model: 'nova', spend: sumOf((index) => index % 3 === 0) }],
    });
    expect(await spendOf('user', 'ann')).toMatchObject({ spend: sumOf((index) => index % 2 === 0) });
    expect(await spendOf('tag', 'red')).toMatchObject({ spend: sumOf((index) => index % 5 === 0) });
    expect(passed).toEqual(['call-59 80']);
  });

  it('holds what it reserved until its cost counts', async () => {
    const [ledger, other] = [await open(), await open({ owner: SECOND })];
    await ledger.budgets.define(KEY, budgetOf(100));
    await nextTurn();
    await ledger.budgets.reserve(claim('call-1', 100));
    await ledger.spend.settle(spendRecord({ cost: 60 }));
    expect(await other.budgets.reserve(claim('two', 41))).toMatchObject({ blocked: { spend: 60, reserved: 0 } });
    expect(await other.budgets.reserve(claim('two', 40))).toEqual({ admitted: true });
  });

  it('is entered with its row where it cost more than was held: nobody is admitted in between', async () => {
    const ledger = await open();
    await ledger.budgets.define(KEY, budgetOf(100));
    await ledger.budgets.reserve(claim('call-1', 10));
    await ledger.spend.settle(spendRecord({ cost: 70 }));
    expect([count('spend_logs'), count('settled_calls')]).toEqual([1, 0]);
  });

  it('is counted by a cap that is set a moment later', async () => {
    const [ledger, other] = [await open(), await open({ owner: SECOND })];
    await ledger.spend.settle(spendRecord({ cost: 70 }));
    await other.budgets.define(KEY, budgetOf(100));
    expect(await other.budgets.reserve(claim('two', 31))).toMatchObject({ blocked: { spend: 70 } });
  });
});

describe('a ledger that another program has locked', () => {
  it('is read as it was, and has its rows entered when the lock is gone', async () => {
    const lines: LogLine[] = [];
    const ledger = await open({ logger: recordingLogger(lines) });
    await ledger.spend.settle(spendRecord());
    count('settled_calls');
    raw?.exec('begin immediate');
    expect(await ledger.spend.find('call-1')).toBeUndefined();
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error' }));
    raw?.exec('rollback');
    await expect.poll(() => [count('spend_logs'), count('settled_calls')]).toEqual([1, 0]);
    expect(await ledger.spend.find('call-1')).toBeDefined();
  });
});
