import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { GatewayError } from '../../../src/domain/errors.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { systemClock } from '../../../src/systemPorts.ts';
import { removeFolder } from '../../support/removeFolder.ts';
import { budgetOf, claim, KEY, openTestLedger, spendRecord } from './support.ts';

/** Takes the lock, says so, and gives it back when its input ends. */
const LOCKER = `
  const Database = require('better-sqlite3');
  const ledger = new Database(process.argv[1]);
  ledger.exec('begin exclusive');
  process.stdout.write('locked');
  process.stdin.resume().on('end', () => ledger.close());`;

async function openInFolder(): Promise<{ readonly ledger: Ledger; readonly file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'torii-locked-'));
  onTestFinished(() => removeFolder(folder));
  const file = join(folder, 'torii.db');
  const ledger = await openTestLedger({ file, clock: systemClock });
  onTestFinished(() => ledger.close());
  return { ledger, file };
}

/** Another process holds the lock of the ledger, until the function that comes back is called. */
async function lockElsewhere(file: string): Promise<() => Promise<void>> {
  const locker: ChildProcess = spawn(process.execPath, ['-e', LOCKER, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(locker, 'exit');
  const unlock = async (): Promise<void> => {
    locker.stdin?.end();
    await exited;
  };
  onTestFinished(unlock);
  if (locker.stdout === null) throw new Error('The locker has no output.');
  await once(locker.stdout, 'data');
  return unlock;
}

it('a call that ends while another process has the ledger locked holds nothing up, and has its row and its cost once the lock is gone', async () => {
  const { ledger, file } = await openInFolder();
  await ledger.budgets.define(KEY, budgetOf(100));
  await ledger.budgets.reserve(claim('call-1', 50));
  const unlock = await lockElsewhere(file);
  let isSettled = false;
  const settled = ledger.spend.settle(spendRecord({ cost: 40 })).finally(() => {
    isSettled = true;
  });
  // On a slow machine its answer may have left before the lock is gone.
  const done = settled.catch(() => undefined);
  for (let turn = 0; turn < 100; turn++) await nextTurn();
  expect(isSettled).toBe(false);
  expect(await ledger.spend.find('call-1')).toBeUndefined();
  await unlock();
  await done;
  await expect.poll(() => ledger.spend.find('call-1'), { timeout: 60_000 }).toMatchObject({ cost: 40 });
  expect((await ledger.budgets.states('key', ['token-1'])).get('token-1')).toMatchObject({ spend: 40, reserved: 0 });
});

it('what a call holds stays held as long as its row waits for a lock', async () => {
  const { ledger, file } = await openInFolder();
  await ledger.budgets.define(KEY, budgetOf(100));
  await ledger.budgets.reserve(claim('call-1', 80));
  const unlock = await lockElsewhere(file);
  await expect(ledger.spend.settle(spendRecord({ cost: 70 }))).rejects.toThrow('is locked by another program');
  await expect(ledger.budgets.reserve(claim('two', 30))).rejects.toThrow('is locked by another program');
  await unlock();
  await expect.poll(() => ledger.spend.find('call-1'), { timeout: 60_000 }).toMatchObject({ cost: 70 });
  expect(await ledger.budgets.reserve(claim('two', 31))).toMatchObject({ blocked: { spend: 70, reserved: 0 } });
  expect(await ledger.budgets.reserve(claim('two', 30))).toEqual({ admitted: true });
});

it('a change waits for the lock of another process, and is refused with a time to come back where that lasts', async () => {
  const { ledger, file } = await openInFolder();
  const unlock = await lockElsewhere(file);
  const refused = await ledger.budgets.define(KEY, budgetOf(100)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(GatewayError);
  expect(refused).toMatchObject({ status: 503, retryable: true, retryAfterMs: 5000 });
  const changing = ledger.budgets.define(KEY, budgetOf(100)).then(
    () => true,
    () => false,
  );
  await nextTurn();
  await unlock();
  if (!(await changing)) await ledger.budgets.define(KEY, budgetOf(100));
  expect(ledger.budgets.limitsOf(KEY)).toMatchObject({ windows: [{ maxBudget: 100 }] });
});
