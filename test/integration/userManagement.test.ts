import { describe, expect, it } from 'vitest';
import { answer, bearer, chatStatus, type Json, makeKey, managedGateway } from './support/management.ts';

describe('users', () => {
  it('are made with a key and teams, shown, changed and deleted', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/team/new', { team_id: 'tools' }));
    const made = await answer(
      gateway.call('/user/new', {
        user_id: 'ann',
        user_email: 'ann@example.com',
        user_role: 'internal_user',
        teams: ['tools'],
        max_budget: 3,
        budget_duration: '1d',
        models: ['a'],
      }),
    );
    expect(made).toMatchObject({ user_id: 'ann', max_budget: 3, teams: ['tools'], key: expect.stringMatching(/^sk-/) });
    expect(await chatStatus(gateway, String(made['key']), 'a')).toBe(200);
    expect(await chatStatus(gateway, String(made['key']), 'b')).toBe(403);
    const info = await answer<{ user_info: Json; keys: Json[]; teams: Json[] }>(gateway.call('/user/info?user_id=ann'));
    expect(info).toMatchObject({ user_info: { user_email: 'ann@example.com' }, teams: [{ team_id: 'tools' }] });
    expect(info.user_info['spend']).toBeGreaterThan(0);
    expect(info.keys).toHaveLength(1);
    expect(await answer(gateway.call('/v2/user/info?user_id=ann'))).toMatchObject({ user_id: 'ann', teams: ['tools'] });

    const updated = await answer<{ data: Json }>(
      gateway.call('/user/update', { user_id: 'ann', models: [], user_alias: 'Ann' }),
    );
    expect(updated.data).toMatchObject({ user_alias: 'Ann', max_budget: 3 });
    expect(await chatStatus(gateway, String(made['key']), 'b')).toBe(403);

    expect(await answer(gateway.call('/user/delete', { user_ids: ['ann'] }))).toBe(1);
    expect(await chatStatus(gateway, String(made['key']))).toBe(401);
    await answer(gateway.call('/user/info?user_id=ann'), 404);
    await answer(gateway.call('/user/delete', { user_ids: ['ann'] }), 404);
  });

  it('can be made without a key, once per id and address', async () => {
    const gateway = await managedGateway();
    const made = await answer(
      gateway.call('/user/new', { user_id: 'ann', user_email: 'a@example.com', auto_create_key: false }),
    );
    expect(made['key']).toBeNull();
    await answer(gateway.call('/user/new', { user_id: 'ann' }), 400);
    await answer(gateway.call('/user/new', { user_id: 'bob', user_email: 'A@example.com' }), 409);
    await answer(gateway.call('/user/new', { user_id: 'bob', user_role: 'root' }), 400);
  });

  it('have a budget for all of their keys, and are refused when they are blocked', async () => {
    const gateway = await managedGateway();
    const { key } = await answer<{ key: string }>(gateway.call('/user/new', { user_id: 'ann', max_budget: 0 }));
    const second = await makeKey(gateway, { user_id: 'ann' });
    expect([await chatStatus(gateway, key), await chatStatus(gateway, second.key)]).toEqual([429, 429]);
    await answer(gateway.call('/user/update', { user_id: 'ann', max_budget: 5 }));
    expect(await chatStatus(gateway, key)).toBe(200);
    await answer(gateway.call('/user/update', { user_id: 'ann', blocked: true }));
    expect(await chatStatus(gateway, key)).toBe(401);
  });

  it('are listed and changed in numbers', async () => {
    const gateway = await managedGateway(
      'litellm_settings: { default_internal_user_params: { max_budget: 7, models: [a] } }\n',
    );
    for (const id of ['ann', 'bob'])
      await answer(gateway.call('/user/new', { user_id: id, user_email: `${id}@example.com` }));
    await answer(gateway.call('/user/new', { user_id: 'root', user_role: 'proxy_admin', auto_create_key: false }));
    const list = await answer<{ users: Json[] }>(gateway.call('/user/list?sort_by=user_id&sort_order=asc&page_size=2'));
    expect(list).toMatchObject({
      total: 3,
      total_pages: 2,
      users: [{ user_id: 'ann', key_count: 1, max_budget: 7 }, {}],
    });
    expect(await answer(gateway.call('/user/list?role=proxy_admin'))).toMatchObject({
      users: [{ user_id: 'root', max_budget: null }],
    });
    expect(await answer(gateway.call('/user/list?user_email=BOB@'))).toMatchObject({ users: [{ user_id: 'bob' }] });
    expect(
      await answer(
        gateway.call('/user/bulk_update', {
          users: [
            { user_id: 'ann', max_budget: 1 },
            { user_id: 'none', max_budget: 1 },
          ],
        }),
      ),
    ).toMatchObject({ successful_updates: 1, failed_updates: 1 });
    expect(
      await answer(gateway.call('/user/bulk_update', { all_users: true, user_updates: { tpm_limit: 9 } })),
    ).toMatchObject({ successful_updates: 3 });
  });
});

describe('what internal users may do', () => {
  it('is to make and manage keys of their own', async () => {
    const gateway = await managedGateway();
    const { key } = await answer<{ key: string }>(gateway.call('/user/new', { user_id: 'ann' }));
    const other = await makeKey(gateway, { user_id: 'bob' });
    const ann = bearer(key);
    const own = await makeKey(gateway, { key_alias: 'own', max_budget: 1 }, ann);
    expect(await answer(gateway.call('/key/list', undefined, ann))).toMatchObject({ total_count: 2 });
    await answer(gateway.call('/key/update', { key: own.key, max_budget: 2 }, ann));
    await answer(gateway.call('/key/generate', { user_id: 'bob' }, ann), 403);
    await answer(gateway.call('/key/generate', { key_type: 'management' }, ann), 403);
    await answer(gateway.call('/key/update', { key: own.key, allowed_routes: ['/team/new'] }, ann), 403);
    await answer(gateway.call('/key/update', { key: own.key, user_id: 'bob' }, ann), 403);
    await answer(gateway.call('/key/update', { key: other.key, tags: ['x'] }, ann), 403);
    await answer(gateway.call(`/key/${own.token}/reset_spend`, { reset_to: 0 }, ann), 403);
    await answer(gateway.call('/key/list?user_id=bob', undefined, ann), 403);
    await answer(gateway.call('/user/info?user_id=bob', undefined, ann), 403);
    await answer(gateway.call('/key/delete', { keys: [other.key] }, ann), 403);
    await answer(gateway.call('/key/delete', { keys: [own.key] }, ann));
  });

  it('is not to loosen a key that an administrator gave them', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/user/new', { user_id: 'ann', auto_create_key: false }));
    const { key } = await makeKey(gateway, { user_id: 'ann', max_budget: 1, models: ['a'], duration: '1d' });
    for (const patch of [{ max_budget: 100 }, { models: [] }, { duration: '-1' }, { rpm_limit: 9 }, { team_id: 'x' }]) {
      await answer(gateway.call('/key/update', { key, ...patch }, bearer(key)), 403);
    }
    await answer(gateway.call('/key/update', { key, key_alias: 'mine', metadata: { note: 1 } }, bearer(key)));
  });
});
