import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteBudgetStore } from '../../src/storage/budgets/sqliteBudgetStore.ts';
import { CallEntry } from '../../src/storage/callEntry.ts';
import { connect } from '../../src/storage/connection.ts';
import { LateSettlements } from '../../src/storage/lateSettlements.ts';
import { prepareLedgerFile, prepareLedgerFolder } from '../../src/storage/ledgerFile.ts';
import { MIGRATIONS } from '../../src/storage/migrations.ts';
import type { Migration } from '../../src/storage/migrator.ts';
import { migrate } from '../../src/storage/migrator.ts';
import { readsOf } from '../../src/storage/reading/ledgerReads.ts';
import { SettlementQueue } from '../../src/storage/settlementQueue.ts';
import { settleWith } from '../../src/storage/settleWith.ts';
import { SqliteSpendStore } from '../../src/storage/sqliteSpendStore.ts';
import type { LogLine } from '../unit/storage/support.ts';
import { clockAt, newKey, openTestLedger, recordingLogger, spendRecord } from '../unit/storage/support.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'torii-storage-')), 'share', 'torii');
  file = join(folder, 'torii.db');
});

afterEach(() => rmSync(join(folder, '..', '..'), { recursive: true }));

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe('the ledger file', () => {
  it('keeps what was written after it is closed', async () => {
    const first = await openTestLedger({ file });
    await first.keys.create(newKey());
    await first.spend.settle(spendRecord());
    await first.close();
    const second = await openTestLedger({ file });
    expect(await second.spend.find('call-1')).toEqual(spendRecord());
    expect((await second.budgets.states('key', ['token-1'])).get('token-1')?.spend).toBe(600_000);
    expect(second.damagedFile).toBeUndefined();
    expect(second.fileSize()).toBeGreaterThan(4096);
    await second.close();
  });

  it('and its companions can be read by their owner alone', async () => {
    const ledger = await openTestLedger({ file });
    await ledger.spend.settle(spendRecord());
    expect([folder, join(folder, '..')].map(modeOf)).toEqual(['700', '700']);
    expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual(['600', '600', '600']);
    await ledger.close();
  });

  it('is made private where it was not', async () => {
    await (await openTestLedger({ file })).close();
    chmodSync(file, 0o644);
    await (await openTestLedger({ file })).close();
    expect(modeOf(file)).toBe('600');
  });

  it('uses the write-ahead log and waits for other writers', async () => {
    prepareLedgerFolder(file);
    prepareLedgerFile(file);
    const { sqlite } = connect(file);
    const settings = ['journal_mode', 'busy_timeout', 'synchronous', 'foreign_keys'];
    expect(settings.map((name) => sqlite.pragma(name, { simple: true }))).toEqual(['wal', 5000, 1, 1]);
    sqlite.close();
  });

  it('below something that is no folder is an error that names it', async () => {
    const path = join(folder, 'torii.db', 'torii.db');
    await (await openTestLedger({ file })).close();
    await expect(openTestLedger({ file: path })).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(`The ledger ${path} cannot be opened`),
    });
  });
});

describe('a step that changes data', () => {
  const renameGroup: Migration = {
    name: '999-rename-group',
    changesData: true,
    statements: () => [
      { compile: () => connect(':memory:').query.updateTable('spend_logs').set({ model_group: 'renamed' }).compile() },
    ],
  };

  async function migrated(): Promise<void> {
    const older = await openTestLedger({ file });
    await older.spend.settle(spendRecord());
    await older.close();
    const newer = await openTestLedger({ file, migrations: [...MIGRATIONS, renameGroup] });
    expect((await newer.spend.find('call-1'))?.modelGroup).toBe('renamed');
    await newer.close();
  }

  it('leaves a private copy of the ledger as it was', async () => {
    await migrated();
    const copy = `${file}.backup-v${MIGRATIONS.length}`;
    expect(modeOf(copy)).toBe('600');
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const ledger = await openTestLedger({ file: copy });
    expect((await ledger.spend.find('call-1'))?.modelGroup).toBe('claude');
    await ledger.close();
  });

  it('makes a ledger that older versions refuse, and leave alone', async () => {
    await migrated();
    const refused = openTestLedger({ file });
    await expect(refused).rejects.toMatchObject({ kind: 'unavailable', retryable: false });
    await expect(refused).rejects.toThrow(/newer version of Torii.*999-rename-group/);
    expect(readdirSync(folder).filter((name) => name.includes('corrupt'))).toEqual([]);
  });
});

describe('a damaged ledger', () => {
  async function openDamaged() {
    const lines: LogLine[] = [];
    const ledger = await openTestLedger({ file, logger: recordingLogger(lines) });
    return { ledger, errors: lines.filter(({ level }) => level === 'error') };
  }

  it('is kept aside, a new one begins, and that is told', async () => {
    await (await openTestLedger({ file })).close();
    const garbage = 'these are not the pages you are looking for. '.repeat(500);
    writeFileSync(file, garbage);
    const { ledger, errors } = await openDamaged();
    expect(ledger.damagedFile).toBe(`${file}.corrupt-2025-10-20T12-00-00-000Z`);
    expect(readFileSync(ledger.damagedFile ?? '', 'utf8')).toBe(garbage);
    expect(errors).toEqual([{ level: 'error', message: expect.stringContaining(ledger.damagedFile ?? '') }]);
    await ledger.spend.settle(spendRecord());
    expect(await ledger.spend.count({})).toBe(1);
    expect(modeOf(file)).toBe('600');
    await ledger.close();
  });

  it('is noticed where only a page inside it is damaged', async () => {
    const sound = await openTestLedger({ file });
    for (let count = 0; count < 200; count++) await sound.spend.settle(spendRecord({ callId: `call-${count}` }));
    await sound.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length - 3 * 4096);
    writeFileSync(file, bytes);
    const { ledger } = await openDamaged();
    expect(ledger.damagedFile).toBeDefined();
    await ledger.close();
  });

  it('that is large is checked in full once damage was met in use', async () => {
    const sound = await openTestLedger({ file });
    const metadata = { note: 'x'.repeat(1_000_000) };
    for (let count = 0; count < 20; count++) {
      await sound.spend.settle(spendRecord({ callId: `call-${count}`, metadata }));
    }
    await sound.close();
    overwriteRootPage('spend_logs');

    const first = await openDamaged();
    expect(first.ledger.damagedFile).toBeUndefined();
    await expect(first.ledger.spend.list({}, { offset: 0, limit: 1 })).rejects.toThrow(
      `The ledger ${file} is damaged. Restart Torii`,
    );
    await first.ledger.close();
    const second = await openDamaged();
    expect(second.ledger.damagedFile).toBeDefined();
    await second.ledger.close();
    const third = await openDamaged();
    expect(third.ledger.damagedFile).toBeUndefined();
    await third.ledger.close();
  });

  function overwriteRootPage(table: string): void {
    const sqlite = new Database(file, { readonly: true });
    const page = Number(sqlite.prepare('select rootpage from sqlite_schema where name = ?').pluck().get(table));
    sqlite.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, (page - 1) * 4096, page * 4096);
    writeFileSync(file, bytes);
  }

  it('never takes the place of one that was kept before', async () => {
    const kept: (string | undefined)[] = [];
    for (const content of ['first', 'second']) {
      await (await openTestLedger({ file })).close();
      writeFileSync(file, content.repeat(1000));
      const { ledger } = await openDamaged();
      kept.push(ledger.damagedFile);
      await ledger.close();
    }
    expect(new Set(kept).size).toBe(2);
    expect(kept.every((path) => path !== undefined && existsSync(path))).toBe(true);
  });
});

describe('a full disk', () => {
  /** SQLite's own limit on pages gives the same error as the disk. */
  function storeWithPages(spare: number) {
    prepareLedgerFolder(file);
    prepareLedgerFile(file);
    const connection = connect(file);
    migrate(connection, { migrations: MIGRATIONS, now: () => 0, backUp: () => undefined });
    const pages = Number(connection.sqlite.pragma('page_count', { simple: true }));
    connection.sqlite.pragma(`max_page_count = ${pages + spare}`);
    const owner = { pid: 1, isAlive: () => true };
    const budgets = new SqliteBudgetStore(connection, {
      clock: clockAt(0),
      owner,
      claim: 'one',
      timeZone: () => 'UTC',
    });
    const entry = new CallEntry(connection, budgets, recordingLogger());
    connection.reading.set(() => entry.catchUp());
    const settle = settleWith({ connection, budgets, calls: { has: () => false }, entry });
    const late = new LateSettlements(connection, settle, { clock: clockAt(0), logger: recordingLogger() });
    const settlements = new SettlementQueue(settle, () => 1);
    const spend = new SqliteSpendStore(connection, settlements, late, readsOf(connection).spend);
    return { sqlite: connection.sqlite, spend };
  }

  it('is an error that names the file, and what was settled before stays whole', async () => {
    const { sqlite, spend } = storeWithPages(4);
    const settleUntilFull = async () => {
      for (let count = 0; count < 1000; count++) await spend.settle(spendRecord({ callId: `call-${count}`, cost: 1 }));
    };
    await expect(settleUntilFull()).rejects.toMatchObject({
      kind: 'unavailable',
      retryable: false,
      message: `The disk is full: the ledger ${file} cannot be written. Free some space and try again.`,
    });
    const rows = await spend.list({}, { offset: 0, limit: 1000 });
    expect(await spend.totals({})).toMatchObject({ requests: rows.length, cost: rows.length });

    sqlite.pragma('max_page_count = 100000');
    await spend.settle(spendRecord({ callId: 'after' }));
    expect(await spend.find('after')).toBeDefined();
    sqlite.close();
  });
});

describe('a ledger that another program has locked', () => {
  it('can be read meanwhile', async () => {
    const ledger = await openTestLedger({ file });
    await ledger.spend.settle(spendRecord());
    expect(await ledger.spend.count({})).toBe(1);
    const other = new Database(file);
    other.exec('begin immediate');
    expect(await ledger.spend.find('call-1')).toBeDefined();
    other.exec('rollback');
    other.close();
    await ledger.close();
  });
});
