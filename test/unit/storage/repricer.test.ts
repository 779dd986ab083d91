import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { removeFolder } from '../../support/removeFolder.ts';
import { openTestLedger, spendRecord } from './support.ts';

it('finds the rows behind gaps that are wider than what one step looks through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'torii-repricer-'));
  const file = join(folder, 'torii.db');
  const ledger = await openTestLedger({ file });
  onTestFinished(async () => {
    await ledger.close();
    await removeFolder(folder);
  });
  for (const callId of ['near', 'far', 'farther']) await ledger.spend.settle(spendRecord({ callId }));
  await ledger.spend.totals({});
  const sqlite = new Database(file);
  for (const [callId, row] of Object.entries({ far: 10_000, farther: 50_000 })) {
    sqlite.prepare('update spend_logs set rowid = ? where call_id = ?').run(row, callId);
  }
  sqlite.close();
  const lines = await ledger.repricer.reprice({ onlyUnknown: false }, () => undefined, false);
  expect(lines.map(({ rows }) => rows)).toEqual([3]);
});
