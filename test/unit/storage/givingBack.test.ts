import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { NOON, openTestLedger } from './support.ts';

/** About 4 MB, which do not compress. */
const BODIES = 40;
const BODY_BYTES = 75_000;

let folder: string;
let file: string;
let ledger: Ledger;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torii-giving-back-'));
  file = join(folder, 'torii.db');
  ledger = await openTestLedger({ file });
});

afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

async function keepBodies(): Promise<void> {
  for (let count = 0; count < BODIES; count++) {
    await ledger.prompts.keep(`call-${count}`, { request: noise(count), response: null });
  }
}

/** Text that differs in every place, always the same for a seed. */
function noise(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: BODY_BYTES }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}

/** Turns of the event loop in which others were served while the work went on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [turns, done] = [0, false];
  void work.finally(() => {
    done = true;
  });
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  await work;
  return turns;
}

describe('room that bodies have left', () => {
  it('goes back to the disk when most of the file is unused, a little at a time', async () => {
    await keepBodies();
    const { bytes } = await ledger.care.size();
    const turns = await turnsDuring(ledger.care.forget({ rows: undefined, bodies: NOON + 1 }));
    expect((await ledger.care.size()).freeBytes).toBe(0);
    await ledger.care.vacuum();
    expect((await ledger.care.size()).bytes).toBeLessThan(bytes / 2);
    expect(turns).toBeGreaterThan(5);
  });

  it('stays for the next ones while little is unused, until it is asked for', async () => {
    await keepBodies();
    const oldest = (await ledger.care.size()).keptBodyBytes * 0.9;
    const sqlite = new Database(file);
    sqlite.exec('update request_bodies set created_at = created_at + rowid');
    sqlite.close();
    await ledger.care.forget({ rows: undefined, bodies: undefined, bodyBytes: oldest });
    expect((await ledger.care.size()).freeBytes).toBeGreaterThan(0);
    await ledger.care.vacuum();
    expect((await ledger.care.size()).freeBytes).toBe(0);
  });

  it('goes back by one rewrite where an older version made the file, and in steps from then on', async () => {
    await ledger.close();
    const sqlite = new Database(file);
    sqlite.pragma('auto_vacuum = none');
    sqlite.exec('vacuum');
    sqlite.close();
    ledger = await openTestLedger({ file });
    expect(ledger.care.vacuumBlocks()).toBe(true);
    await ledger.care.vacuum();
    expect(ledger.care.vacuumBlocks()).toBe(false);
  });
});
