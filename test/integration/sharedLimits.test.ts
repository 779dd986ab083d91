import { describe, expect, it } from 'vitest';
import { answer, bearer, chatStatus, HELLO, infoOf, type Json, makeKey, managedGateway } from './support/management.ts';

describe('budgets', () => {
  it('are shared by what refers to them, and hold there as soon as they change', async () => {
    const gateway = await managedGateway();
    expect(
      await answer(gateway.call('/budget/new', { budget_id: 'small', max_budget: 0, rpm_limit: 9 })),
    ).toMatchObject({
      budget_id: 'small',
      max_budget: 0,
      rpm_limit: 9,
      created_by: 'default_user_id',
    });
    const { key } = await makeKey(gateway, { budget_id: 'small' });
    expect(await chatStatus(gateway, key)).toBe(429);
    expect(await infoOf(gateway, key)).toMatchObject({ litellm_budget_table: { budget_id: 'small', max_budget: 0 } });
    await answer(gateway.call('/budget/update', { budget_id: 'small', max_budget: 5 }));
    expect(await chatStatus(gateway, key)).toBe(200);
    await answer(gateway.call('/budget/update', { budget_id: 'small', max_budget: 0 }));
    expect(await chatStatus(gateway, key)).toBe(429);
    expect(await answer(gateway.call('/budget/info', { budgets: ['small'] }))).toMatchObject([{ max_budget: 0 }]);
    expect(await answer(gateway.call('/budget/list'))).toMatchObject([{ budget_id: 'small' }]);
    const settings = await answer<Json[]>(gateway.call('/budget/settings?budget_id=small'));
    expect(settings).toContainEqual(
      expect.objectContaining({ field_name: 'rpm_limit', field_value: 9, stored_in_db: true }),
    );
    await answer(gateway.call('/budget/delete', { id: 'small' }));
    expect(await chatStatus(gateway, key)).toBe(200);
    await answer(gateway.call('/budget/info', { budgets: ['small'] }), 404);
  });

  it('serve teams, users and customers, too', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/budget/new', { budget_id: 'none-left', max_budget: 0 }));
    await answer(gateway.call('/team/new', { team_id: 'tools', budget_id: 'none-left' }));
    await answer(gateway.call('/customer/new', { user_id: 'acme', budget_id: 'none-left' }));
    const { key } = await makeKey(gateway, { team_id: 'tools' });
    const free = await makeKey(gateway);
    expect(await chatStatus(gateway, key)).toBe(429);
    const forAcme = await gateway.chat({ model: 'a', messages: HELLO, user: 'acme' }, bearer(free.key));
    expect(forAcme.status).toBe(429);
    expect(await chatStatus(gateway, free.key)).toBe(200);
    await answer(gateway.call('/team/new', { budget_id: 'unknown' }), 400);
  });
});

describe.each(['customer', 'end_user'])('/%s/*', (noun) => {
  it('makes, shows, blocks and deletes customers', async () => {
    const gateway = await managedGateway();
    const made = await answer(
      gateway.call(`/${noun}/new`, { user_id: 'acme', alias: 'Acme', max_budget: 5, budget_duration: '1d' }),
    );
    expect(made).toMatchObject({
      user_id: 'acme',
      alias: 'Acme',
      blocked: false,
      litellm_budget_table: { max_budget: 5 },
    });
    const { key } = await makeKey(gateway);
    const chat = async () => (await gateway.chat({ model: 'a', messages: HELLO, user: 'acme' }, bearer(key))).status;
    expect(await chat()).toBe(200);
    expect((await answer(gateway.call(`/${noun}/info?end_user_id=acme`)))['spend']).toBeGreaterThan(0);
    await answer(gateway.call(`/${noun}/block`, { user_ids: ['acme', 'stranger'] }));
    expect(await chat()).toBe(403);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure' });
    await answer(gateway.call(`/${noun}/unblock`, { user_ids: ['acme'] }));
    expect(await chat()).toBe(200);
    expect(await answer(gateway.call(`/${noun}/update`, { user_id: 'acme', alias: 'ACME' }))).toMatchObject({
      alias: 'ACME',
    });
    expect(await answer<Json[]>(gateway.call(`/${noun}/list`))).toHaveLength(2);
    expect(await answer(gateway.call(`/${noun}/delete`, { user_ids: ['acme'] }))).toMatchObject({
      deleted_customers: 1,
    });
    await answer(gateway.call(`/${noun}/info?end_user_id=acme`), 404);
  });
});

describe('tags', () => {
  it('have budgets that hold for every request that carries them, keys’ own tags included', async () => {
    const gateway = await managedGateway();
    expect(await answer(gateway.call('/tag/new', { name: 'blue', description: 'x', max_budget: 0 }))).toMatchObject({
      message: 'Tag blue created successfully',
      tag: { name: 'blue', max_budget: 0 },
    });
    const tagged = await makeKey(gateway, { tags: ['blue'] });
    const plain = await makeKey(gateway);
    expect(await chatStatus(gateway, tagged.key)).toBe(429);
    expect(await chatStatus(gateway, plain.key)).toBe(200);
    await answer(gateway.call('/tag/update', { name: 'blue', max_budget: 3 }));
    expect(await chatStatus(gateway, tagged.key)).toBe(200);
    expect(await answer(gateway.call('/tag/info', { names: ['blue'] }))).toMatchObject({ blue: { max_budget: 3 } });
    expect(await answer(gateway.call('/tag/list'))).toMatchObject([{ name: 'blue' }]);
    await answer(gateway.call('/tag/delete', { name: 'blue' }));
    expect(await answer(gateway.call('/tag/list'))).toEqual([]);
  });
});

describe('model access groups', () => {
  const grouped = async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/access_group/new', { access_group: 'fast', model_names: ['a'] }));
    return gateway;
  };

  it('stand for their models in the lists of keys, and change with them', async () => {
    const gateway = await grouped();
    const { key } = await makeKey(gateway, { models: ['fast'] });
    expect([await chatStatus(gateway, key, 'a'), await chatStatus(gateway, key, 'b')]).toEqual([200, 403]);
    const put = await fetch(`${gateway.baseUrl}/access_group/fast/update`, {
      method: 'PUT',
      headers: bearer('sk-test-master'),
      body: JSON.stringify({ model_names: ['b'] }),
    });
    expect(await put.json()).toMatchObject({ access_group: 'fast', models_updated: 1 });
    expect([await chatStatus(gateway, key, 'a'), await chatStatus(gateway, key, 'b')]).toEqual([403, 200]);
    const list = await answer<{ data: { id: string }[] }>(gateway.call('/v1/models', undefined, bearer(key)));
    expect(list.data.map(({ id }) => id)).toEqual(['b']);
  });

  it('are listed and refused where they make no sense', async () => {
    const gateway = await grouped();
    expect(await answer(gateway.call('/access_group/list'))).toEqual({
      access_groups: [{ access_group: 'fast', model_names: ['a'], deployment_count: 1 }],
    });
    expect(await answer(gateway.call('/access_group/fast/info'))).toMatchObject({ model_names: ['a'] });
    await answer(gateway.call('/access_group/none/info'), 404);
    await answer(gateway.call('/access_group/new', { access_group: 'fast', model_names: ['a'] }), 409);
    await answer(gateway.call('/access_group/new', { access_group: 'x', model_names: ['none'] }), 400);
    await answer(gateway.call('/access_group/new', { access_group: 'x' }), 400);
  });
});

describe('organizations', () => {
  it('are not there, and say so', async () => {
    const gateway = await managedGateway();
    expect(await answer(gateway.call('/organization/list'))).toEqual([]);
    const { error } = await answer<{ error: Json }>(
      gateway.call('/organization/new', { organization_alias: 'x' }),
      400,
    );
    expect(error['message']).toContain('/team/new');
  });
});
