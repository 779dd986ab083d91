import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rowWhere, startTestGateway } from './support/gateway.ts';
import { THOUSAND } from './support/limits.ts';
import { answer, bearer, chatStatus, HELLO, infoOf, type Json, makeKey, managedGateway } from './support/management.ts';
import { openGate } from './support/openGate.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

/** Every field of LiteLLM's that a key can carry. */
const FULL = {
  key_alias: 'full',
  duration: '30d',
  models: ['a'],
  aliases: { fast: 'a' },
  max_budget: 5,
  soft_budget: 4,
  budget_duration: '1d',
  budget_limits: [{ budget_duration: '1h', max_budget: 1 }],
  budget_fallbacks: { a: ['b'] },
  model_max_budget: { a: { budget_limit: 1, time_period: '1d' } },
  max_parallel_requests: 4,
  tpm_limit: 1000,
  rpm_limit: 60,
  model_rpm_limit: { a: 10 },
  model_tpm_limit: { a: 100 },
  rpm_limit_type: 'best_effort_throughput',
  user_id: 'ann',
  team_id: 'tools',
  organization_id: 'org',
  project_id: 'project',
  agent_id: 'agent',
  metadata: { note: 'x' },
  tags: ['blue'],
  allowed_routes: ['/v1/chat/completions'],
  allowed_cache_controls: ['no-cache'],
  permissions: { pii: false },
  guardrails: ['g'],
  policies: ['p'],
  prompts: ['q'],
  auto_rotate: true,
  rotation_interval: '30d',
  object_permission: { vector_stores: ['v'] },
  router_settings: { num_retries: 1 },
  access_group_ids: ['group'],
  config: { spaces: 1 },
};

describe('the fields of a key', () => {
  it('are all taken, kept and given back', async () => {
    const gateway = await managedGateway();
    const made = await answer(gateway.call('/key/generate', FULL));
    const { duration: _, metadata, tags, ...same } = FULL;
    expect(made).toMatchObject({ ...same, tags });
    expect(made['token']).toBe(createHash('sha256').update(String(made['key'])).digest('hex'));
    const info = await infoOf(gateway, String(made['key']));
    expect(info).toMatchObject({
      key_alias: 'full',
      rpm_limit: 60,
      budget_duration: '1d',
      metadata: { ...metadata, tags, model_rpm_limit: { a: 10 }, guardrails: ['g'] },
      status: 'active',
      created_by: 'default_user_id',
    });
    expect(info).not.toHaveProperty('token');
    expect(Date.parse(String(info['key_rotation_at']))).toBeGreaterThan(Date.now());
  });

  it('are refused by name where there is no such field, and where a value cannot be', async () => {
    const gateway = await managedGateway();
    for (const [body, param] of [
      [{ rpm_limits: 5 }, 'rpm_limits'],
      [{ max_budget: -1 }, 'max_budget'],
      [{ duration: 'soon' }, 'duration'],
      [{ key_type: 'root' }, 'key_type'],
      [{ budget_id: 'none' }, 'budget_id'],
      [{ auto_rotate: true }, 'rotation_interval'],
      [{ key: 'no-prefix' }, 'key'],
    ] as const) {
      const { error } = await answer<{ error: Json }>(gateway.call('/key/generate', body), 400);
      expect(error['param']).toBe(param);
    }
  });
});

describe('/key/update', () => {
  it('changes what is sent and leaves the rest', async () => {
    const gateway = await managedGateway();
    const { key, token } = await makeKey(gateway, { key_alias: 'one', models: ['a'], tags: ['blue'], rpm_limit: 5 });
    const updated = await answer(gateway.call('/key/update', { key, models: ['b'], metadata: { note: 1 } }));
    expect(updated).toMatchObject({ key, token, models: ['b'], rpm_limit: 5, metadata: { note: 1, tags: ['blue'] } });
    expect(await chatStatus(gateway, key, 'a')).toBe(403);
    expect(await chatStatus(gateway, key, 'b')).toBe(200);
    await answer(gateway.call('/key/update', { key_alias: 'one', rpm_limit: null, duration: '1h' }));
    expect(await infoOf(gateway, key)).toMatchObject({
      key_alias: 'one',
      rpm_limit: null,
      expires: expect.any(String),
    });
    await answer(gateway.call('/key/update', { key, duration: '-1' }));
    expect((await infoOf(gateway, key))['expires']).toBeNull();
  });

  it('wants a key, and both halves of a temporary increase', async () => {
    const gateway = await managedGateway();
    const { key } = await makeKey(gateway);
    await answer(gateway.call('/key/update', { rpm_limit: 1 }), 400);
    await answer(gateway.call('/key/update', { key, temp_budget_increase: 1 }), 400);
    await answer(gateway.call('/key/update', { key: 'sk-test-none', rpm_limit: 1 }), 404);
    await answer(
      gateway.call('/key/update', { key, temp_budget_increase: 1, temp_budget_expiry: '2027-01-01T00:00:00Z' }),
    );
    expect(await infoOf(gateway, key)).toMatchObject({ metadata: { temp_budget_increase: 1 } });
  });

  it('has a form for many keys at once, which tells what failed', async () => {
    const gateway = await managedGateway();
    const { key } = await makeKey(gateway);
    const result = await answer<{ successful_updates: Json[]; failed_updates: Json[] }>(
      gateway.call('/key/bulk_update', {
        keys: [
          { key, tags: ['x'] },
          { key: 'sk-test-none', tags: ['x'] },
        ],
      }),
    );
    expect(result.successful_updates.map((update) => update['key'])).toEqual([key]);
    expect(result.failed_updates).toMatchObject([{ key: 'sk-test-none', failed_reason: 'Key not found in database' }]);
  });
});

describe('blocked keys', () => {
  it('are refused at once, and let in again', async () => {
    const gateway = await managedGateway();
    const { key } = await makeKey(gateway);
    expect(await chatStatus(gateway, key)).toBe(200);
    expect(await answer(gateway.call('/key/block', { key }))).toMatchObject({ blocked: true });
    expect(await chatStatus(gateway, key)).toBe(401);
    expect(await answer(gateway.call('/key/unblock', { key }))).toMatchObject({ blocked: false });
    expect(await chatStatus(gateway, key)).toBe(200);
    const { error } = await answer<{ error: Json }>(gateway.call('/key/block', { key: 'sk-test-none' }), 404);
    expect(error['message']).toBe('Key not found.');
  });
});

describe('regenerated keys', () => {
  it.each(['/key/regenerate', 'path'])('get a new secret and keep the rest (%s)', async (form) => {
    const gateway = await managedGateway();
    const old = await makeKey(gateway, { key_alias: 'cline', models: ['a'] });
    await chatStatus(gateway, old.key);
    const { spend } = await infoOf(gateway, old.key);
    const renewed = await answer(
      form === 'path'
        ? gateway.call(`/key/${old.token}/regenerate`, { rpm_limit: 7 })
        : gateway.call('/key/regenerate', { key: old.key, rpm_limit: 7 }),
    );
    expect(renewed).toMatchObject({ key_alias: 'cline', models: ['a'], rpm_limit: 7, spend, rotation_count: 1 });
    expect(await chatStatus(gateway, String(renewed['key']))).toBe(200);
    expect(await chatStatus(gateway, old.key)).toBe(401);
  });

  it('let the old one in while their grace period lasts', async () => {
    const gateway = await managedGateway();
    const old = await makeKey(gateway);
    const renewed = await answer(
      gateway.call('/key/regenerate', { key: old.key, new_key: 'sk-test-renewed', grace_period: '3s' }),
    );
    expect(renewed['key']).toBe('sk-test-renewed');
    expect(await chatStatus(gateway, old.key)).toBe(200);
    expect(await chatStatus(gateway, 'sk-test-renewed')).toBe(200);
    await expect.poll(() => chatStatus(gateway, old.key), { interval: 100 }).toBe(401);
    expect(await chatStatus(gateway, 'sk-test-renewed')).toBe(200);
    const tokens = new Set((await gateway.rows()).map((row) => (row as unknown as Json)['api_key']));
    expect(tokens).toContain(renewed['token']);
  });

  it('pay for the calls that ran meanwhile, and for those with the old secret', async () => {
    const upstream = await openAiUpstream({ models: ['a'] });
    const [arrived, answered] = [openGate(), openGate()];
    upstream.script('a', async () => {
      arrived.open();
      await answered.opened;
      return { text: 'x', ...THOUSAND };
    });
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'a', 'a')}`);
    const old = await makeKey(gateway, { max_budget: 0.04 });
    const chat = async (key: string) =>
      (await gateway.chat({ model: 'a', max_tokens: 1000, messages: HELLO }, bearer(key))).status;
    const running = chat(old.key);
    await arrived.opened;
    const once = await answer(gateway.call('/key/regenerate', { key: old.key, grace_period: '1h' }));
    const renewed = await answer(gateway.call('/key/regenerate', { key: once['key'] }));
    answered.open();
    expect(await running).toBe(200);
    const row = await rowWhere(gateway, () => true);
    expect(row).toMatchObject({ api_key: renewed['token'], spend: expect.closeTo(0.015, 3) });
    expect((await infoOf(gateway, String(renewed['key'])))['spend']).toBe(row.spend);
    expect(await chat(old.key)).toBe(200);
    expect((await infoOf(gateway, String(renewed['key'])))['spend']).toBeCloseTo(0.03, 3);
    expect([await chat(old.key), await chat(String(renewed['key']))]).toEqual([429, 429]);
  });

  it('stay as they were where the change is refused', async () => {
    const gateway = await managedGateway();
    await makeKey(gateway, { key_alias: 'taken' });
    const old = await makeKey(gateway, { key_alias: 'own', max_budget: 3 });
    await answer(gateway.call('/key/regenerate', { key: old.key, key_alias: 'taken', max_budget: 5 }), 400);
    expect(await chatStatus(gateway, old.key)).toBe(200);
    expect(await infoOf(gateway, old.key)).toMatchObject({
      key_alias: 'own',
      max_budget: 3,
      spend: expect.any(Number),
    });
  });
});

describe('deleted keys', () => {
  it('are remembered, and their names are free', async () => {
    const gateway = await managedGateway();
    const { key, token } = await makeKey(gateway, { key_alias: 'gone' });
    expect(await answer(gateway.call('/key/delete', { key_aliases: ['gone'] }))).toEqual({ deleted_keys: [token] });
    expect(await infoOf(gateway, key)).toMatchObject({ status: 'deleted', deleted_by: 'default_user_id' });
    const list = await answer<{ keys: Json[] }>(gateway.call('/key/list?status=deleted&return_full_object=true'));
    expect(list.keys).toMatchObject([{ token, key_alias: 'gone', status: 'deleted' }]);
    expect((await answer<{ keys: unknown[] }>(gateway.call('/key/list'))).keys).toEqual([]);
    await makeKey(gateway, { key_alias: 'gone' });
  });

  it('go all together or not at all', async () => {
    const gateway = await managedGateway();
    const { key } = await makeKey(gateway);
    await answer(gateway.call('/key/delete', { keys: [key, 'sk-test-none'] }), 404);
    expect(await chatStatus(gateway, key)).toBe(200);
  });
});

describe('/key/list', () => {
  it('filters, sorts, pages and opens up', async () => {
    const gateway = await managedGateway();
    const one = await makeKey(gateway, { key_alias: 'Alpha', user_id: 'ann', team_id: 'tools' });
    const two = await makeKey(gateway, { key_alias: 'beta', user_id: 'bob', organization_id: 'org' });
    const list = async (query: string) =>
      await answer<{ keys: unknown[]; total_count: number; total_pages: number }>(gateway.call(`/key/list?${query}`));
    expect((await list('sort_by=key_alias&sort_order=asc')).keys).toEqual([one.token, two.token]);
    expect((await list('sort_by=key_alias&sort_order=desc')).keys).toEqual([two.token, one.token]);
    expect((await list('user_id=ann')).keys).toEqual([one.token]);
    expect((await list('team_id=tools')).keys).toEqual([one.token]);
    expect((await list('organization_id=org')).keys).toEqual([two.token]);
    expect((await list(`key_hash=${two.token}`)).keys).toEqual([two.token]);
    expect((await list('key_alias=ALPH')).keys).toEqual([one.token]);
    expect(await list('size=1&page=2')).toMatchObject({ keys: [expect.any(String)], total_count: 2, total_pages: 2 });
    await answer(gateway.call('/key/list?size=101'), 400);
    expect(await answer(gateway.call('/key/aliases'))).toMatchObject({ aliases: ['Alpha', 'beta'], total_count: 2 });
  });
});

describe('spend of a key', () => {
  it('can be set back, and not up', async () => {
    const gateway = await managedGateway();
    const { key, token } = await makeKey(gateway, { spend: 2 });
    await answer(gateway.call(`/key/${token}/reset_spend`, { reset_to: 3 }), 400);
    expect(await answer(gateway.call(`/key/${token}/reset_spend`, { reset_to: 0 }))).toMatchObject({
      spend: 0,
      previous_spend: 2,
    });
    expect((await infoOf(gateway, key))['spend']).toBe(0);
  });
});

describe('what the config says about new keys', () => {
  it('fills in defaults, bounds limits, and asks for fields', async () => {
    const gateway = await managedGateway(
      `litellm_settings:
  default_key_generate_params: { models: [a], rpm_limit: 5 }
  upperbound_key_generate_params: { max_budget: 10, duration: 30d }
  key_generation_settings: { team_key_generation: { required_params: [tags] } }
`,
    );
    const made = await answer(gateway.call('/key/generate', {}));
    expect(made).toMatchObject({ models: ['a'], rpm_limit: 5, max_budget: 10 });
    expect(made['expires']).not.toBeNull();
    const over = await answer<{ error: Json }>(gateway.call('/key/generate', { max_budget: 11 }), 400);
    expect(over.error['message']).toContain('max_budget is over max limit set in config');
    await answer(gateway.call('/key/update', { key: made['key'], max_budget: 11 }), 400);
    await answer(gateway.call('/key/generate', { team_id: 'tools' }), 400);
    await answer(gateway.call('/key/generate', { team_id: 'tools', tags: ['x'] }));
  });
});

describe('key types', () => {
  it('keep a key to what it is for', async () => {
    const gateway = await managedGateway();
    const status = async (key: string, path: string, body?: Json) =>
      (await gateway.call(path, body, bearer(key))).status;
    const llm = await makeKey(gateway, { key_type: 'llm_api' });
    expect(await chatStatus(gateway, llm.key)).toBe(200);
    expect(await status(llm.key, '/key/info')).toBe(403);
    const reader = await makeKey(gateway, { key_type: 'read_only' });
    expect(await chatStatus(gateway, reader.key)).toBe(403);
    expect(await status(reader.key, '/key/info')).toBe(200);
    expect(await status(reader.key, '/key/generate', {})).toBe(403);
    const manager = await makeKey(gateway, { key_type: 'management' });
    expect(await chatStatus(gateway, manager.key)).toBe(403);
    expect(await status(manager.key, '/key/generate', {})).toBe(200);
    expect(await status(manager.key, '/torii/status')).toBe(403);
  });
});
