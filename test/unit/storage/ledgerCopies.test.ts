import { existsSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeFolder } from '../../support/removeFolder.ts';
import { NOON, openTestLedger } from './support.ts';

it('a copy removes what killed processes have left of theirs, and not what another one is writing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'torii-copies-'));
  const ledger = await openTestLedger({ file: join(folder, 'torii.db') });
  onTestFinished(async () => {
    await ledger.close();
    await removeFolder(folder);
  });
  const left = (name: string, minutesAgo: number): string => {
    const file = join(folder, 'backups', name);
    mkdirSync(join(folder, 'backups'), { recursive: true });
    writeFileSync(file, 'half');
    const at = new Date(NOON - minutesAgo * 60_000);
    utimesSync(file, at, at);
    return file;
  };
  const [abandoned, running, whole] = [left('a.db.partial', 120), left('b.db.partial', 1), left('c.db', 9999)];
  const { file } = await ledger.care.backUp();
  expect([abandoned, running, whole, file].map((path) => existsSync(path))).toEqual([false, true, true, true]);
});
