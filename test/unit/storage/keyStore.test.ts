import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/storage/connection.ts';
import { EntityVersion } from '../../../src/storage/entityVersion.ts';
import { readRotatedTokens } from '../../../src/storage/keyRotation.ts';
import { MIGRATIONS } from '../../../src/storage/migrations.ts';
import { migrate } from '../../../src/storage/migrator.ts';
import { SqliteKeyStore } from '../../../src/storage/sqliteKeyStore.ts';
import { clockAt, NOON, newKey, openTestLedger } from './support.ts';

/** Copies the one deleted key; the copies were deleted later. */
function copyDeleted(sqlite: Database, count: number): void {
  const columns = sqlite.prepare<[], string>("select name from pragma_table_info('deleted_keys')").pluck().all();
  const values: Readonly<Record<string, string>> = {
    token: "'copy-' || number",
    deleted_at: 'deleted_at + 1 + number / 100',
  };
  sqlite.exec(`with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < ${count})
    insert into deleted_keys select ${columns.map((column) => values[column] ?? column).join(', ')} from deleted_keys, numbers`);
}

describe('the key store', () => {
  it('remembers the newest 10 000 deleted keys, and replaced tokens for 60 days', async () => {
    const connection = connect(':memory:');
    migrate(connection, { migrations: MIGRATIONS, now: () => NOON, backUp: () => undefined });
    let now = NOON;
    const clock = { ...clockAt(NOON), now: () => now };
    const budgets = { rotateKey: () => undefined, reload: () => undefined };
    const keys = new SqliteKeyStore(connection, clock, new EntityVersion(connection), budgets);
    await keys.create(newKey({ token: 'first' }));
    await keys.delete(['first'], undefined);
    copyDeleted(connection.sqlite, 9_999);
    expect((await keys.listDeleted({ offset: 0, limit: 1 })).total).toBe(10_000);
    now += 1000;
    await keys.create(newKey({ token: 'last' }));
    await keys.delete(['last'], undefined);
    expect((await keys.listDeleted({ offset: 0, limit: 1 })).total).toBe(10_000);
    expect(await keys.findDeleted('first')).toBeUndefined();
    expect(await keys.findDeleted('last')).toBeDefined();

    await keys.create(newKey({ token: 'a' }));
    const rotateTo = (token: string, to: string) =>
      keys.rotate(token, {
        token: to,
        keyName: 'sk-...next',
        change: {},
        limits: undefined,
        by: undefined,
        oldUntil: undefined,
      });
    await rotateTo('a', 'b');
    now += 59 * 86_400_000;
    await rotateTo('b', 'c');
    expect(readRotatedTokens(connection)).toEqual(
      new Map([
        ['a', 'c'],
        ['b', 'c'],
      ]),
    );
    now += 2 * 86_400_000;
    await rotateTo('c', 'd');
    expect(readRotatedTokens(connection)).toEqual(
      new Map([
        ['b', 'd'],
        ['c', 'd'],
      ]),
    );
    connection.sqlite.close();
  });

  it('keeps every field', async () => {
    const { keys } = await openTestLedger();
    const key = newKey({
      keyAlias: 'laptop',
      models: ['claude', 'nova-*'],
      aliases: { fast: 'nova' },
      userId: 'ann',
      teamId: 'tools',
      maxBudget: 5_000_000_000,
      expiresAt: NOON + 1000,
      metadata: { note: ['x', null, { deep: 1 }] },
      fields: { rpm_limit: 5, allowed_routes: ['llm_api_routes'] },
      createdBy: 'ann',
    });
    const created = await keys.create(key);
    expect(created).toEqual({ ...key, blocked: false, createdAt: NOON, updatedAt: NOON, updatedBy: 'ann' });
    expect(await keys.findByToken('token-1')).toEqual(created);
    expect(await keys.findByAlias('laptop')).toEqual(created);
  });

  it('finds nothing for unknown tokens and aliases', async () => {
    const { keys } = await openTestLedger();
    expect(await keys.findByToken('none')).toBeUndefined();
    expect(await keys.findByAlias('none')).toBeUndefined();
  });

  it('refuses a token or an alias that is taken', async () => {
    const { keys } = await openTestLedger();
    await keys.create(newKey({ keyAlias: 'laptop' }));
    await expect(keys.create(newKey())).rejects.toMatchObject({ kind: 'bad-request', param: 'key' });
    await expect(keys.create(newKey({ token: 'token-2', keyAlias: 'laptop' }))).rejects.toMatchObject({
      kind: 'bad-request',
      param: 'key_alias',
      message: 'A key with the alias "laptop" exists already.',
    });
    expect((await keys.list({ offset: 0, limit: 10 })).total).toBe(1);
  });

  it('lets many keys have no alias', async () => {
    const { keys } = await openTestLedger();
    await keys.create(newKey());
    await keys.create(newKey({ token: 'token-2' }));
    expect((await keys.list({ offset: 0, limit: 10 })).total).toBe(2);
  });

  it('lists pages, newest first', async () => {
    let now = NOON;
    const clock = {
      now: () => now++,
      monotonic: () => 0,
      sleep: () => Promise.resolve(),
      timer: () => () => undefined,
    };
    const { keys } = await openTestLedger({ clock });
    for (const token of ['one', 'two', 'three']) await keys.create(newKey({ token }));
    const page = await keys.list({ offset: 1, limit: 1 });
    expect([page.keys.map(({ token }) => token), page.total]).toEqual([['two'], 3]);
  });

  it('tells which of the tokens to delete existed', async () => {
    const { keys } = await openTestLedger();
    await keys.create(newKey());
    expect(await keys.delete(['none', 'token-1'], undefined)).toEqual(['token-1']);
    expect(await keys.delete([], undefined)).toEqual([]);
    expect(await keys.findByToken('token-1')).toBeUndefined();
  });
});
