import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/storage/connection.ts';
import { runningCallRows } from '../../../src/storage/migrations/runningCallRows.ts';
import { MIGRATIONS } from '../../../src/storage/migrations.ts';
import type { Migration } from '../../../src/storage/migrator.ts';
import { migrate } from '../../../src/storage/migrator.ts';

const notes: Migration = {
  name: '001-notes',
  changesData: false,
  statements: ({ schema }) => [schema.createTable('notes').addColumn('text', 'text')],
};
const addLength: Migration = {
  name: '002-length',
  changesData: false,
  statements: ({ schema }) => [schema.alterTable('notes').addColumn('length', 'integer')],
};
const fillLength: Migration = {
  name: '003-fill-length',
  changesData: true,
  statements: () => [sqlStatement('update notes set length = length(text)')],
};
const broken: Migration = {
  name: '004-broken',
  changesData: true,
  statements: ({ schema }) => [schema.dropTable('notes'), schema.dropTable('nothing')],
};

function sqlStatement(text: string) {
  return { compile: () => sql.raw(text).compile(connect(':memory:').query) };
}

function setUp() {
  const connection = connect(':memory:');
  const backups: number[] = [];
  const run = (...migrations: Migration[]) =>
    migrate(connection, { migrations, now: () => 7, backUp: (version) => void backups.push(version) });
  return { sqlite: connection.sqlite, backups, run };
}

describe('migrations', () => {
  it('run once, in order, and are remembered', () => {
    const { sqlite, run } = setUp();
    expect(run(notes, addLength)).toEqual(['001-notes', '002-length']);
    expect(run(notes, addLength)).toEqual([]);
    expect(sqlite.prepare('select * from migrations').all()).toEqual([
      { name: '001-notes', applied_at: 7 },
      { name: '002-length', applied_at: 7 },
    ]);
  });

  it('bring an older ledger up to date and keep its rows', () => {
    const { sqlite, run, backups } = setUp();
    run(notes);
    sqlite.exec("insert into notes values ('abc')");
    expect(run(notes, addLength, fillLength)).toEqual(['002-length', '003-fill-length']);
    expect(sqlite.prepare('select * from notes').all()).toEqual([{ text: 'abc', length: 3 }]);
    expect(backups).toEqual([2]);
  });

  it('copy the ledger only before a step that changes data', () => {
    const { run, backups } = setUp();
    run(notes);
    run(notes, addLength);
    expect(backups).toEqual([]);
  });

  it('do not copy a new ledger, which has no data yet', () => {
    const { run, backups } = setUp();
    expect(run(notes, addLength, fillLength)).toEqual(['001-notes', '002-length', '003-fill-length']);
    expect(backups).toEqual([]);
  });

  it('make a new ledger whole or not at all', () => {
    const { sqlite, run } = setUp();
    expect(() => run(notes, broken)).toThrow('nothing');
    expect(sqlite.prepare('select name from sqlite_schema').all()).toEqual([]);
  });

  it('that fail leave the ledger as it was before them', () => {
    const { sqlite, run } = setUp();
    run(notes);
    expect(() => run(notes, addLength, broken)).toThrow('nothing');
    expect(sqlite.prepare('select name from migrations').all()).toEqual([
      { name: '001-notes' },
      { name: '002-length' },
    ]);
    expect(sqlite.prepare('select * from notes').all()).toEqual([]);
  });

  it('do not run where the copy fails', () => {
    const connection = connect(':memory:');
    migrate(connection, { migrations: [notes, addLength], now: () => 7, backUp: () => undefined });
    const backUp = () => {
      throw new Error('disk full');
    };
    const migrations = [notes, addLength, fillLength];
    expect(() => migrate(connection, { migrations, now: () => 7, backUp })).toThrow('disk full');
    expect(connection.sqlite.prepare('select name from migrations').all()).toHaveLength(2);
  });

  it('refuse a ledger from a newer version', () => {
    const { run } = setUp();
    run(notes, addLength);
    expect(() => run(notes)).toThrow(/newer version of Torii.*002-length.*Update Torii/);
  });

  it('keep the calls that a gateway left behind when it was killed', () => {
    const connection = connect(':memory:');
    const run = (migrations: readonly Migration[]) =>
      migrate(connection, { migrations, now: () => 0, backUp: () => undefined });
    run(MIGRATIONS.slice(0, MIGRATIONS.indexOf(runningCallRows)));
    const left = { call_id: 'call', owner: 'dead', record_json: '{"cost":1}' };
    connection.sqlite.prepare('insert into running_calls values (?, ?, ?)').run(...Object.values(left));
    run(MIGRATIONS);
    expect(connection.sqlite.prepare('select * from running_calls').all()).toEqual([left]);
    connection.sqlite.close();
  });

  it('of Torii have names that sort in their order', () => {
    const names = MIGRATIONS.map(({ name }) => name);
    expect([...names].sort()).toEqual(names);
    expect(new Set(names).size).toBe(names.length);
  });
});
