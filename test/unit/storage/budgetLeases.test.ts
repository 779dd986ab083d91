import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BudgetScope } from '../../../src/domain/budget.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { budgetOf, claim, KEY, NOON, openTestLedger, spendRecord } from './support.ts';

const ADMITTED = { admitted: true };
/** So much that calls of 10 are admitted ahead. */
const PLENTY = 1_000_000;

let folder: string;
let file: string;
let opened: Ledger[];
let raw: Database.Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-leases-'));
  file = join(folder, 'torii.db');
  opened = [];
});

afterEach(async () => {
  raw.close();
  for (const ledger of opened) await ledger.close();
  rmSync(folder, { recursive: true });
});

async function open(pid: number): Promise<Ledger> {
  const ledger = await openTestLedger({ file, owner: { pid, isAlive: () => true } });
  opened.push(ledger);
  raw = opened.length === 1 ? new Database(file) : raw;
  return ledger;
}

async function pair(maxBudget: number): Promise<readonly [Ledger, Ledger]> {
  const ledgers = [await open(1), await open(2)] as const;
  await ledgers[0].budgets.define(KEY, budgetOf(maxBudget));
  await nextTurn();
  return ledgers;
}

/** What the ledger has reserved, as any other process sees it. */
function reserved(): number {
  return Number(raw.prepare('select coalesce(sum(amount), 0) from budget_reservations').pluck().get());
}

const reservedFor = async ({ budgets }: Ledger) => (await budgets.states('key', ['token-1'])).get('token-1')?.reserved;

describe('room that is reserved ahead', () => {
  it('admits further calls without a write, and shows as held only what calls hold', async () => {
    const [ledger] = await pair(PLENTY);
    expect(await ledger.budgets.reserve(claim('call-1', 10))).toEqual(ADMITTED);
    const ahead = reserved();
    expect(ahead).toBeGreaterThan(10);
    const writes = raw.pragma('data_version', { simple: true });
    for (let call = 2; call <= 10; call++) {
      expect(await ledger.budgets.reserve(claim(`call-${call}`, 10))).toEqual(ADMITTED);
    }
    expect(raw.pragma('data_version', { simple: true })).toBe(writes);
    expect(reserved()).toBe(ahead);
    expect(await reservedFor(ledger)).toBe(100);
  });

  it('is there for every customer and tag that nothing limits', async () => {
    const [ledger] = await pair(PLENTY);
    await ledger.budgets.reserve(claim('call-1', 10));
    const writes = raw.pragma('data_version', { simple: true });
    for (let call = 2; call <= 10; call++) {
      const scopes: readonly BudgetScope[] = [
        KEY,
        { kind: 'customer', id: `c-${call}` },
        { kind: 'tag', id: `t-${call}` },
      ];
      expect(await ledger.budgets.reserve(claim(`call-${call}`, 10, { scopes }))).toEqual(ADMITTED);
    }
    expect(raw.pragma('data_version', { simple: true })).toBe(writes);
    expect(await reservedFor(ledger)).toBe(100);
    await ledger.budgets.define({ kind: 'customer', id: 'c-2' }, budgetOf(5));
    const scopes: readonly BudgetScope[] = [KEY, { kind: 'customer', id: 'c-2' }];
    expect(await ledger.budgets.reserve(claim('call-11', 10, { scopes }))).toMatchObject({
      blocked: { scope: { kind: 'customer', id: 'c-2' } },
    });
  });

  it('is given back a moment after the last call asked for it', async () => {
    const [ledger] = await pair(PLENTY);
    await ledger.budgets.reserve(claim('call-1', 10));
    await expect.poll(reserved).toBe(10);
    await ledger.spend.settle(spendRecord({ cost: 4 }));
    await expect.poll(reserved).toBe(0);
    expect(await ledger.budgets.reserve(claim('all', PLENTY - 4))).toEqual(ADMITTED);
    expect(await ledger.budgets.reserve(claim('more', 1))).toMatchObject({ admitted: false });
  });

  it('is never more than an eighth of what is left, and nothing near the cap', async () => {
    const [ledger, other] = await pair(1000);
    await ledger.budgets.reserve(claim('call-1', 100));
    expect(reserved()).toBe(100);
    expect(await other.budgets.reserve(claim('two', 901))).toMatchObject({ blocked: { reserved: 100 } });
    expect(await other.budgets.reserve(claim('two', 900))).toEqual(ADMITTED);
  });

  it('is no room for a cap that was lowered meanwhile, by this process or another one', async () => {
    const [ledger, other] = await pair(PLENTY);
    for (const who of [other, ledger]) {
      await ledger.budgets.define(KEY, budgetOf(PLENTY));
      await ledger.budgets.reserve(claim('call-1', 10));
      await who.budgets.define(KEY, budgetOf(15));
      await nextTurn();
      expect(await ledger.budgets.reserve(claim('call-2', 6))).toMatchObject({ blocked: { reserved: 10 } });
      expect(await ledger.budgets.reserve(claim('call-2', 5))).toEqual(ADMITTED);
      await ledger.budgets.release('call-1');
      await ledger.budgets.release('call-2');
    }
  });

  it('is no room for a spend that was set meanwhile', async () => {
    const [ledger, other] = await pair(PLENTY);
    await ledger.budgets.reserve(claim('call-1', 10));
    await other.budgets.resetSpend(KEY, PLENTY - 15);
    await nextTurn();
    expect(await ledger.budgets.reserve(claim('call-2', 6))).toMatchObject({ admitted: false });
  });

  it('ends with the window and with the increase that it counts on', async () => {
    const ledger = await open(1);
    const tempIncrease = { amount: PLENTY, until: NOON + 10 };
    await ledger.budgets.define(KEY, { ...budgetOf(10), tempIncrease });
    expect(await ledger.budgets.reserve(claim('call-1', 10))).toEqual(ADMITTED);
    expect(await ledger.budgets.reserve(claim('call-2', 10, { now: NOON + 11 }))).toMatchObject({ admitted: false });
  });

  it('goes with the death of its process, once its calls are settled', async () => {
    const [ledger, other] = await pair(1000);
    await ledger.budgets.reserve(claim('call-1', 1000));
    expect(await other.budgets.reserve(claim('two', 1))).toMatchObject({ admitted: false });
    const third = await openTestLedger({ file, owner: { pid: 3, isAlive: (pid) => pid !== 1 } });
    opened.push(third);
    expect(await other.budgets.reserve(claim('two', 1))).toEqual(ADMITTED);
  });

  it('never lets two processes admit more than fits together, to the last dollar', async () => {
    const [one, two] = await pair(100_000);
    let [admitted, running] = [0, 0];
    for (let call = 0; call < 2000; call++) {
      const ledger = call % 3 === 0 ? two : one;
      const callId = `call-${call}`;
      const admission = await ledger.budgets.reserve(claim(callId, 100));
      if (!admission.admitted) break;
      admitted += 1;
      if (call % 2 === 0) await ledger.spend.settle(spendRecord({ callId, cost: 100 }));
      else running += 1;
    }
    // What the other one has ahead is all that may be left.
    expect(admitted).toBeGreaterThan(900);
    expect(await two.spend.count({})).toBe(admitted - running);
    await expect.poll(reserved).toBe(running * 100);
    while ((await two.budgets.reserve(claim(`rest-${admitted}`, 100))).admitted) admitted += 1;
    expect(admitted).toBe(1000);
    expect(await one.budgets.reserve(claim('one-more', 100))).toMatchObject({ admitted: false });
  });
});
