import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOON, newKey, openTestLedger, spendRecord } from './support.ts';

const ADMITTED = { admitted: true };

async function ledgerWithBudget(maxBudget: number | undefined) {
  const ledger = await openTestLedger();
  await ledger.keys.create(newKey({ maxBudget }));
  return ledger;
}

describe('reserve', () => {
  it('admits exactly what fits, of 100 at once', async () => {
    const { spend } = await ledgerWithBudget(1000);
    const calls = Array.from({ length: 100 }, (_, index) => spend.reserve(`call-${index}`, 'token-1', 100, NOON));
    const admissions = await Promise.all(calls);
    expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(10);
    expect(admissions.at(-1)).toEqual({ admitted: false, spend: 0, reserved: 1000, maxBudget: 1000 });
  });

  it('counts what was spent and what is held', async () => {
    const { spend } = await ledgerWithBudget(1000);
    await spend.settle(spendRecord({ callId: 'past', cost: 500 }));
    expect(await spend.reserve('one', 'token-1', 400, NOON)).toEqual(ADMITTED);
    expect(await spend.reserve('two', 'token-1', 101, NOON)).toEqual({
      admitted: false,
      spend: 500,
      reserved: 400,
      maxBudget: 1000,
    });
    expect(await spend.reserve('two', 'token-1', 100, NOON)).toEqual(ADMITTED);
  });

  it('gives back what is released', async () => {
    const { spend } = await ledgerWithBudget(100);
    await spend.reserve('one', 'token-1', 100, NOON);
    await spend.release('one');
    expect(await spend.reserve('two', 'token-1', 100, NOON)).toEqual(ADMITTED);
  });

  it('refuses even nothing once the budget is spent, as LiteLLM does', async () => {
    const { spend } = await ledgerWithBudget(100);
    await spend.settle(spendRecord({ callId: 'past', cost: 100 }));
    expect(await spend.reserve('one', 'token-1', 0, NOON)).toMatchObject({ admitted: false, spend: 100 });
  });

  it('refuses everything for a budget of zero', async () => {
    const { spend } = await ledgerWithBudget(0);
    expect(await spend.reserve('one', 'token-1', 0, NOON)).toMatchObject({ admitted: false, maxBudget: 0 });
  });

  it('admits keys without a budget and callers that are no key', async () => {
    const { spend } = await ledgerWithBudget(undefined);
    expect(await spend.reserve('one', 'token-1', 1e15, NOON)).toEqual(ADMITTED);
    expect(await spend.reserve('two', 'master', 1e15, NOON)).toEqual(ADMITTED);
  });

  it('replaces the reservation that a call has already', async () => {
    const { spend } = await ledgerWithBudget(100);
    await spend.reserve('one', 'token-1', 60, NOON);
    expect(await spend.reserve('one', 'token-1', 90, NOON)).toEqual(ADMITTED);
    expect(await spend.reserve('two', 'token-1', 11, NOON)).toMatchObject({ admitted: false, reserved: 90 });
  });

  it('keeps the budgets of keys apart', async () => {
    const { keys, spend } = await ledgerWithBudget(100);
    await keys.create(newKey({ token: 'token-2', maxBudget: 100 }));
    await spend.reserve('one', 'token-1', 100, NOON);
    expect(await spend.reserve('two', 'token-2', 100, NOON)).toEqual(ADMITTED);
  });

  it('frees what a deleted key held', async () => {
    const { keys, spend } = await ledgerWithBudget(100);
    await spend.reserve('one', 'token-1', 100, NOON);
    await keys.delete(['token-1']);
    await keys.create(newKey({ maxBudget: 100 }));
    expect(await spend.reserve('two', 'token-1', 100, NOON)).toEqual(ADMITTED);
  });
});

describe('reservations at opening', () => {
  async function reservedAfter(opener: { pid: number; alive: readonly number[] }, createdAt = NOON) {
    const folder = mkdtempSync(join(tmpdir(), 'torii-reservations-'));
    const file = join(folder, 'torii.db');
    const first = await openTestLedger({ file, owner: { pid: 1, isAlive: () => true } });
    await first.keys.create(newKey({ maxBudget: 100 }));
    await first.spend.reserve('left', 'token-1', 100, createdAt);
    const owner = { pid: opener.pid, isAlive: (pid: number) => opener.alive.includes(pid) };
    const second = await openTestLedger({ file, owner });
    const admission = await second.spend.reserve('new', 'token-1', 100, NOON);
    await Promise.all([first.close(), second.close()]);
    rmSync(folder, { recursive: true });
    return admission;
  }

  it('stay while their process runs', async () => {
    expect(await reservedAfter({ pid: 2, alive: [1, 2] })).toMatchObject({ admitted: false, reserved: 100 });
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
