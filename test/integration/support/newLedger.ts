import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Home } from '../../../src/config/home.ts';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { openLedger } from '../../../src/storage/ledger.ts';
import { systemClock as clock } from '../../../src/systemPorts.ts';

let made: Promise<Buffer> | undefined;

/** Puts an empty ledger of this version into a home that has none yet: to make its tables is a third of a gateway's start. */
export async function putNewLedger(home: Home): Promise<void> {
  made ??= makeLedger();
  await mkdir(home.directory, { recursive: true, mode: 0o700 });
  await writeFile(home.databaseFile, await made, { mode: 0o600 });
}

async function makeLedger(): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'torii-ledger-'));
  const file = join(directory, 'torii.db');
  const ledger = await openLedger({ file, clock, logger: createLineLogger('error', () => undefined) });
  await ledger.backfilled;
  await ledger.close();
  const bytes = await readFile(file);
  await rm(directory, { recursive: true, force: true });
  return bytes;
}
