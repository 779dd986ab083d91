import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { budgetOf, claim, KEY, NOON, openTestLedger, spendRecord } from './support.ts';

const ADMITTED = { admitted: true };

async function ledgerWithBudget(maxBudget: number) {
  const ledger = await openTestLedger();
  await ledger.budgets.define(KEY, budgetOf(maxBudget));
  return ledger;
}

const blockedBy = (blocked: object) => ({ admitted: false, blocked: expect.objectContaining(blocked) });

describe('reserve', () => {
  it('admits exactly what fits, of 100 at once', async () => {
    const { budgets } = await ledgerWithBudget(1000);
    const calls = Array.from({ length: 100 }, (_, index) => budgets.reserve(claim(`call-${index}`, 100)));
    const admissions = await Promise.all(calls);
    expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(10);
    expect(admissions.at(-1)).toEqual(blockedBy({ scope: KEY, spend: 0, reserved: 1000, maxBudget: 1000 }));
  });

  it('counts what was spent and what is held', async () => {
    const { spend, budgets } = await ledgerWithBudget(1000);
    await spend.settle(spendRecord({ callId: 'past', cost: 500 }));
    expect(await budgets.reserve(claim('one', 400))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('two', 101))).toEqual(blockedBy({ spend: 500, reserved: 400, maxBudget: 1000 }));
    expect(await budgets.reserve(claim('two', 100))).toEqual(ADMITTED);
  });

  it('gives back what is released, and what is settled', async () => {
    const { spend, budgets } = await ledgerWithBudget(100);
    await budgets.reserve(claim('one', 100));
    await budgets.release('one');
    expect(await budgets.reserve(claim('call-1', 100))).toEqual(ADMITTED);
    await spend.settle(spendRecord({ cost: 40 }));
    expect(await budgets.reserve(claim('two', 61))).toEqual(blockedBy({ spend: 40, reserved: 0 }));
    expect(await budgets.reserve(claim('two', 60))).toEqual(ADMITTED);
  });

  it('refuses even nothing once the budget is spent, as LiteLLM does', async () => {
    const { spend, budgets } = await ledgerWithBudget(100);
    await spend.settle(spendRecord({ callId: 'past', cost: 100 }));
    expect(await budgets.reserve(claim('one', 0))).toEqual(blockedBy({ spend: 100 }));
  });

  it('refuses everything for a budget of zero', async () => {
    const { budgets } = await ledgerWithBudget(0);
    expect(await budgets.reserve(claim('one', 0))).toEqual(blockedBy({ maxBudget: 0 }));
  });

  it('admits those who have no budget, whatever it costs', async () => {
    const { budgets } = await openTestLedger();
    await budgets.define(KEY, { windows: [], rpm: 1, softBudget: 1 });
    expect(await budgets.reserve(claim('one', 1e15))).toEqual(ADMITTED);
    expect((await budgets.states('key', ['token-1'])).get('token-1')?.reserved).toBe(0);
  });

  it('replaces what a call holds already', async () => {
    const { budgets } = await ledgerWithBudget(100);
    await budgets.reserve(claim('one', 60));
    expect(await budgets.reserve(claim('one', 90))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('two', 11))).toEqual(blockedBy({ reserved: 90 }));
    expect(await budgets.reserve(claim('one', 101))).toEqual(blockedBy({ reserved: 0 }));
    expect(await budgets.reserve(claim('two', 11))).toEqual(blockedBy({ reserved: 90 }));
  });

  it('needs room in every scope of the call, and then holds it in all of them', async () => {
    const { budgets } = await ledgerWithBudget(100);
    const team = { kind: 'team', id: 'red' } as const;
    await budgets.define(team, budgetOf(50));
    const scopes = [KEY, team];
    expect(await budgets.reserve(claim('one', 60, { scopes }))).toEqual(blockedBy({ scope: team, maxBudget: 50 }));
    expect(await budgets.reserve(claim('one', 30, { scopes }))).toEqual(ADMITTED);
    expect((await budgets.states('key', ['token-1'])).get('token-1')).toMatchObject({ reserved: 30 });
    expect((await budgets.states('team', ['red'])).get('red')).toMatchObject({ reserved: 30 });
    expect(await budgets.reserve(claim('two', 71))).toEqual(blockedBy({ scope: KEY }));
  });

  it('keeps the budgets of models apart, and moves with a call to another group', async () => {
    const { budgets } = await openTestLedger();
    const modelBudgets = {
      claude: { maxBudget: 100, duration: '1d' },
      nova: { maxBudget: 100, duration: undefined },
    };
    await budgets.define(KEY, { windows: [], modelBudgets });
    expect(await budgets.reserve(claim('one', 100))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('two', 1))).toEqual(blockedBy({ model: 'claude', duration: '1d' }));
    expect(await budgets.reserve(claim('two', 1, { group: 'other' }))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('one', 90, { group: 'nova' }))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('two', 1))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('three', 11, { group: 'nova' }))).toEqual(blockedBy({ model: 'nova' }));
  });

  it('asks no room of a counter that was waived, and none at all where the money is spent already', async () => {
    const { budgets } = await ledgerWithBudget(100);
    const refused = await budgets.reserve(claim('one', 101));
    const account = refused.admitted ? -1 : refused.blocked.account;
    expect(await budgets.reserve(claim('one', 101, { waived: [account] }))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('one', 500, { forced: true }))).toEqual(ADMITTED);
    expect(await budgets.reserve(claim('two', 1))).toEqual(blockedBy({ reserved: 500 }));
  });
});

describe('reservations at opening', () => {
  async function reservedAfter(opener: { pid: number; alive: readonly number[] }, createdAt = NOON) {
    const folder = mkdtempSync(join(tmpdir(), 'torii-reservations-'));
    const file = join(folder, 'torii.db');
    const first = await openTestLedger({ file, owner: { pid: 1, isAlive: () => true } });
    await first.budgets.define(KEY, budgetOf(100));
    await first.budgets.reserve(claim('left', 100, { now: createdAt }));
    const owner = { pid: opener.pid, isAlive: (pid: number) => opener.alive.includes(pid) };
    const second = await openTestLedger({ file, owner });
    const admission = await second.budgets.reserve(claim('new', 100));
    await Promise.all([first.close(), second.close()]);
    rmSync(folder, { recursive: true });
    return admission;
  }

  it('stay while their process runs', async () => {
    expect(await reservedAfter({ pid: 2, alive: [1, 2] })).toEqual(blockedBy({ reserved: 100 }));
  });

  it('go when their process has ended', async () => {
    expect(await reservedAfter({ pid: 2, alive: [2] })).toEqual(ADMITTED);
  });

  it('go when a new process has the number of the old one', async () => {
    expect(await reservedAfter({ pid: 1, alive: [1] })).toEqual(ADMITTED);
  });

  it('go after a day, whoever has the number now', async () => {
    expect(await reservedAfter({ pid: 2, alive: [1, 2] }, NOON - 25 * 3_600_000)).toEqual(ADMITTED);
  });
});
