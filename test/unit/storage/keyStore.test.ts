import { describe, expect, it } from 'vitest';
import { NOON, newKey, openTestLedger } from './support.ts';

describe('the key store', () => {
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
