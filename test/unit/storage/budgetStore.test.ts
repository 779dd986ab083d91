import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetCrossing, BudgetScope } from '../../../src/domain/budget.ts';
import type { KeyRotation } from '../../../src/domain/governancePorts.ts';
import type { Clock } from '../../../src/domain/ports.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { MIGRATIONS } from '../../../src/storage/migrations.ts';
import { migrate } from '../../../src/storage/migrator.ts';
import { toSpendRow } from '../../../src/storage/spendRow.ts';
import { attempt, budgetOf, claim, KEY, NOON, newKey, openTestLedger, spendRecord } from './support.ts';

const DAY_MS = 86_400_000;
const PRICE = { input: 1e6, output: 1e6, cacheRead: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6, source: 'config' };
const MIDNIGHT = Date.UTC(2025, 9, 21);

/** A clock that the test moves. */
function movingClock(): Clock & { to: number } {
  return {
    to: NOON,
    now() {
      return this.to;
    },
    monotonic() {
      return this.to;
    },
    sleep: () => Promise.resolve(),
    timer: () => () => undefined,
  };
}

async function stateOf({ budgets }: Ledger, scope: BudgetScope = KEY) {
  return (await budgets.states(scope.kind, [scope.id])).get(scope.id);
}

/** To token-2. */
function rotation(values: Partial<KeyRotation> = {}): KeyRotation {
  const key = { token: 'token-2', keyName: 'sk-...next' };
  return { ...key, oldUntil: undefined, change: {}, limits: undefined, by: undefined, ...values };
}

let calls = 0;
const spent = (cost: number, endedAt = NOON) =>
  spendRecord({ callId: `spent-${calls++}`, cost, endedAt, attempts: [attempt({ group: 'claude' })] });

describe('a budget with a window', () => {
  it('counts in it and for ever, and begins again with the first call after its end', async () => {
    const clock = movingClock();
    const ledger = await openTestLedger({ clock });
    await ledger.budgets.define(KEY, budgetOf(100, '1d'));
    await ledger.spend.settle(spent(70));
    expect(await stateOf(ledger)).toMatchObject({ spend: 70, spendForEver: 70, resetsAt: MIDNIGHT });
    expect(await ledger.budgets.reserve(claim('one', 31))).toMatchObject({ admitted: false });
    clock.to = MIDNIGHT;
    expect(await stateOf(ledger)).toMatchObject({ spend: 0, spendForEver: 70, resetsAt: MIDNIGHT + DAY_MS });
    expect(await ledger.budgets.reserve(claim('one', 100, { now: MIDNIGHT }))).toEqual({ admitted: true });
    await ledger.spend.settle({ ...spent(30, MIDNIGHT + 5), callId: 'one' });
    expect(await stateOf(ledger)).toMatchObject({ spend: 30, spendForEver: 100, reserved: 0 });
    expect(await ledger.budgets.reserve(claim('two', 71, { now: MIDNIGHT + 6 }))).toMatchObject({
      blocked: { spend: 30, resetsAt: MIDNIGHT + DAY_MS },
    });
  });

  it('ends at the midnight of the zone in force', async () => {
    const ledger = await openTestLedger({ timeZone: () => 'Asia/Tokyo' });
    await ledger.budgets.define(KEY, budgetOf(100, '1d'));
    expect((await stateOf(ledger))?.resetsAt).toBe(Date.UTC(2025, 9, 20, 15));
  });

  it('holds beside others: each of several windows refuses on its own', async () => {
    const clock = movingClock();
    const ledger = await openTestLedger({ clock });
    const windows = [
      { maxBudget: 50, duration: '1d' },
      { maxBudget: 60, duration: '30d' },
    ];
    await ledger.budgets.define(KEY, { windows });
    await ledger.spend.settle(spent(45));
    expect(await ledger.budgets.reserve(claim('one', 6))).toMatchObject({ blocked: { duration: '1d' } });
    expect(await ledger.budgets.reserve(claim('one', 16, { now: MIDNIGHT }))).toMatchObject({
      blocked: { duration: '30d', spend: 45 },
    });
    expect(await ledger.budgets.reserve(claim('one', 15, { now: MIDNIGHT }))).toEqual({ admitted: true });
    expect((await stateOf(ledger))?.windows).toMatchObject([
      { duration: '1d', maxBudget: 50, spend: 45, reserved: 15 },
      { duration: '30d', maxBudget: 60, spend: 45, reserved: 15 },
    ]);
  });
});

describe('limits', () => {
  it('change without losing what was spent, and go without it, too', async () => {
    const ledger = await openTestLedger();
    await ledger.spend.settle(spent(40));
    await ledger.budgets.define(KEY, budgetOf(50));
    expect(await ledger.budgets.reserve(claim('one', 11))).toMatchObject({ admitted: false });
    await ledger.budgets.define(KEY, budgetOf(60));
    expect(await ledger.budgets.reserve(claim('one', 11))).toEqual({ admitted: true });
    await ledger.budgets.define(KEY, undefined);
    expect(await ledger.budgets.reserve(claim('two', 1000))).toEqual({ admitted: true });
    expect(ledger.budgets.limitsOf(KEY)).toBeUndefined();
    expect(await stateOf(ledger)).toMatchObject({ spend: 40, windows: [] });
  });

  it('are raised until they reset, or for a time', async () => {
    const clock = movingClock();
    const ledger = await openTestLedger({ clock });
    await ledger.budgets.define(KEY, { ...budgetOf(100, '1d'), tempIncrease: { amount: 10, until: NOON + 1000 } });
    expect(await ledger.budgets.reserve(claim('one', 110))).toEqual({ admitted: true });
    const refused = await ledger.budgets.reserve(claim('two', 5));
    const account = refused.admitted ? -1 : refused.blocked.account;
    await ledger.budgets.raise(account, 5);
    expect(await ledger.budgets.reserve(claim('two', 5))).toEqual({ admitted: true });
    expect((await stateOf(ledger))?.windows[0]?.maxBudget).toBe(115);
    clock.to = NOON + 1000;
    expect((await stateOf(ledger))?.windows[0]?.maxBudget).toBe(105);
    clock.to = MIDNIGHT;
    expect((await stateOf(ledger))?.windows[0]?.maxBudget).toBe(100);
  });

  it('go with a key to its new token, with all that was spent and is held, and hold for its old one', async () => {
    const ledger = await openTestLedger();
    const to = { kind: 'key', id: 'token-2' } as const;
    await ledger.keys.create(newKey());
    await ledger.budgets.define(KEY, budgetOf(90));
    await ledger.spend.settle(spent(40));
    await ledger.budgets.reserve(claim('one', 50));
    await ledger.keys.rotate('token-1', rotation({ limits: budgetOf(100) }));
    expect(ledger.budgets.limitsOf(KEY)).toEqual(budgetOf(100));
    expect(await stateOf(ledger, to)).toMatchObject({ spend: 40, reserved: 50 });
    for (const scope of [to, KEY]) {
      expect(await ledger.budgets.reserve(claim('two', 11, { scopes: [scope] }))).toMatchObject({ admitted: false });
    }
    expect(await ledger.budgets.reserve(claim('two', 10, { scopes: [KEY] }))).toEqual({ admitted: true });
    expect(await stateOf(ledger, to)).toMatchObject({ spend: 40, reserved: 60 });
  });

  it('count a correction of a call with a key that was rotated since for that key', async () => {
    const ledger = await openTestLedger();
    await ledger.keys.create(newKey());
    await ledger.spend.settle({ ...spent(40), cost: undefined, costParts: undefined, price: undefined });
    await ledger.keys.rotate('token-1', rotation());
    await ledger.repricer.reprice({ onlyUnknown: true }, () => PRICE, true);
    const row = (await ledger.spend.list({}, { offset: 0, limit: 1 }))[0];
    expect(row?.cost).toBeGreaterThan(0);
    expect(await stateOf(ledger, { kind: 'key', id: 'token-2' })).toMatchObject({ spend: row?.cost });
    expect(await stateOf(ledger)).toMatchObject({ spend: 0 });
  });

  it('keep their spend where it is reset to, in every window', async () => {
    const ledger = await openTestLedger();
    await ledger.budgets.define(KEY, budgetOf(100, '1d'));
    await ledger.spend.settle(spent(40));
    await ledger.budgets.resetSpend(KEY, 15);
    expect(await stateOf(ledger)).toMatchObject({ spend: 15, spendForEver: 15 });
    await ledger.budgets.resetSpend({ kind: 'user', id: 'new' }, 3);
    expect(await stateOf(ledger, { kind: 'user', id: 'new' })).toMatchObject({ spend: 3 });
  });

  it('that two processes change in any order are known to both as they are written', async () => {
    const change = fc.record({
      here: fc.boolean(),
      id: fc.constantFrom('token-1', 'token-2', 'token-3'),
      /** A spend that is set moves the same revision, and changes no limits. */
      resets: fc.boolean(),
      limits: fc.option(
        fc.nat({ max: 9 }).map((cap) => budgetOf(cap)),
        { nil: undefined },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const directory = mkdtempSync(join(tmpdir(), 'torii-limits-'));
        const file = join(directory, 'torii.db');
        const [one, other] = [await openTestLedger({ file }), await openTestLedger({ file })];
        for (const { here, id, limits, resets } of changes) {
          const { budgets } = here ? one : other;
          if (resets) await budgets.resetSpend({ kind: 'key', id }, 1);
          else await budgets.define({ kind: 'key', id }, limits);
        }
        await nextTurn();
        const fresh = await openTestLedger({ file });
        const known = ({ budgets }: Ledger) =>
          budgets
            .defined('key')
            .toSorted()
            .map((id) => [id, budgets.limitsOf({ kind: 'key', id })]);
        expect(known(one)).toEqual(known(fresh));
        expect(known(other)).toEqual(known(fresh));
        for (const ledger of [one, other, fresh]) await ledger.close();
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 10 },
    );
  });

  it('are seen by another connection to the ledger in its next turn', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'torii-budgets-'));
    const one = await openTestLedger({ file: `${folder}/torii.db`, owner: { pid: 1, isAlive: () => true } });
    const other = await openTestLedger({ file: `${folder}/torii.db`, owner: { pid: 2, isAlive: () => true } });
    expect(await other.budgets.reserve(claim('before', 1000))).toEqual({ admitted: true });
    await one.budgets.define(KEY, budgetOf(100));
    await nextTurn();
    expect(other.budgets.limitsOf(KEY)).toEqual(budgetOf(100));
    expect(await other.budgets.reserve(claim('after', 1000))).toMatchObject({ admitted: false });
    await Promise.all([one.close(), other.close()]);
    rmSync(folder, { recursive: true });
  });
});

describe('a ledger from before', () => {
  it('brings along what keys, and those whom its log names, have spent', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'torii-budgets-'));
    const file = join(folder, 'torii.db');
    const older = new Database(file);
    const before = MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex(({ name }) => name === '003-budgets'),
    );
    migrate({ file, sqlite: older }, { migrations: before, now: () => NOON, backUp: () => undefined });
    const row = toSpendRow({ ...spent(70), userId: 'ann', teamId: 'red', tags: ['x'] });
    const names = older.prepare<[], string>("select name from pragma_table_info('spend_logs')").pluck().all();
    older.prepare(`insert into spend_logs (${names}) values (${names.map((name) => `@${name}`)})`).run(row);
    older.exec(`insert into virtual_keys (token, key_name, models_json, aliases_json, metadata_json, spend, max_budget, created_at, updated_at)
      values ('token-1', 'sk-...1', '[]', '{}', '{}', 70, 100, 0, 0), ('token-2', 'sk-...2', '[]', '{}', '{}', 5, null, 0, 0)`);
    older.close();

    const ledger = await openTestLedger({ file });
    expect(ledger.budgets.limitsOf(KEY)).toEqual(budgetOf(100));
    expect(ledger.budgets.limitsOf({ kind: 'key', id: 'token-2' })).toBeUndefined();
    const spends = [
      KEY,
      { kind: 'key', id: 'token-2' },
      { kind: 'user', id: 'ann' },
      { kind: 'member', id: 'red/ann' },
    ];
    for (const scope of [...spends, { kind: 'tag', id: 'x' }] as BudgetScope[]) {
      expect([scope, (await stateOf(ledger, scope))?.spend]).toEqual([scope, scope.id === 'token-2' ? 5 : 70]);
    }
    expect(await ledger.budgets.reserve(claim('one', 31))).toMatchObject({ blocked: { spend: 70, maxBudget: 100 } });
    await ledger.close();
    rmSync(folder, { recursive: true });
  });
});

describe('what a call costs', () => {
  it('counts for everyone whom the ledger names, and for models, deployments and all together where they are limited', async () => {
    const ledger = await openTestLedger();
    const limited: readonly BudgetScope[] = [
      { kind: 'model', id: 'claude' },
      { kind: 'deployment', id: 'deployment-1' },
      { kind: 'global', id: '' },
    ];
    for (const scope of limited) await ledger.budgets.define(scope, budgetOf(1000));
    const who = { userId: 'ann', teamId: 'red', endUser: 'customer-7', tags: ['a', 'b'] };
    await ledger.spend.settle({ ...spent(40), ...who });
    await ledger.spend.settle({ ...spent(2), ...who });
    const counted: readonly BudgetScope[] = [
      KEY,
      { kind: 'user', id: 'ann' },
      { kind: 'team', id: 'red' },
      { kind: 'member', id: 'red/ann' },
      { kind: 'customer', id: 'customer-7' },
      { kind: 'tag', id: 'a' },
      { kind: 'tag', id: 'b' },
      ...limited,
    ];
    for (const scope of counted) expect([scope, (await stateOf(ledger, scope))?.spend]).toEqual([scope, 42]);
    expect((await stateOf(ledger, { kind: 'model', id: 'nova' }))?.spend).toBe(0);
  });

  it('counts for the model whose group answered', async () => {
    const ledger = await openTestLedger();
    const window = { maxBudget: 100, duration: undefined };
    await ledger.budgets.define(KEY, { windows: [], modelBudgets: { claude: window, nova: window } });
    await ledger.spend.settle({ ...spent(40), attempts: [attempt({ group: 'claude' }), attempt({ group: 'nova' })] });
    expect((await stateOf(ledger))?.windows.map(({ model, spend }) => [model, spend])).toEqual([
      ['claude', 0],
      ['nova', 40],
    ]);
  });

  it('is told of once when it passes a mark', async () => {
    const ledger = await openTestLedger();
    const crossings: Pick<BudgetCrossing, 'mark' | 'spend' | 'maxBudget'>[] = [];
    const calls: string[] = [];
    ledger.budgets.onCrossing(({ mark, spend, maxBudget, callId }) => {
      crossings.push({ mark, spend, maxBudget });
      calls.push(callId);
    });
    await ledger.budgets.define(KEY, { ...budgetOf(100), softBudget: 50 });
    const records = [49, 1, 29, 1, 14, 1, 5, 10].map((cost) => spent(cost));
    for (const record of records) await ledger.spend.settle(record);
    expect(crossings).toEqual([
      { mark: 'soft', spend: 50, maxBudget: 50 },
      { mark: '80', spend: 80, maxBudget: 100 },
      { mark: '95', spend: 95, maxBudget: 100 },
      { mark: '100', spend: 100, maxBudget: 100 },
    ]);
    expect(calls).toEqual([1, 3, 5, 6].map((at) => records[at]?.callId));
  });
});
