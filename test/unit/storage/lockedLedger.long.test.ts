import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/systemPorts.ts';
import { removeFolder } from '../../support/removeFolder.ts';
import { budgetOf, claim, KEY, openTestLedger, spendRecord } from './support.ts';

it('a call that ended while another program had the ledger locked has its row, and its cost, once the lock is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'torii-locked-'));
  onTestFinished(() => removeFolder(folder));
  const file = join(folder, 'torii.db');
  const ledger = await openTestLedger({ file, clock: systemClock });
  onTestFinished(() => ledger.close());
  await ledger.budgets.define(KEY, budgetOf(100));
  await ledger.budgets.reserve(claim('call-1', 50));
  const other = new Database(file);
  onTestFinished(() => void other.close());
  other.exec('begin exclusive');
  await expect(ledger.spend.settle(spendRecord({ cost: 40 }))).rejects.toThrow('is locked by another program');
  expect(await ledger.spend.find('call-1')).toBeUndefined();
  other.exec('rollback');
  await expect.poll(() => ledger.spend.find('call-1')).toMatchObject({ cost: 40 });
  expect((await ledger.budgets.states('key', ['token-1'])).get('token-1')).toMatchObject({ spend: 40, reserved: 0 });
});
