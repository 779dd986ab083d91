import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { answer, bearer, type Json, makeKey } from './support/management.ts';
import { openGate } from './support/openGate.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const PLANTED = 'sk-planted-0123456789abcdef';
const TAG = 'litellm-internal-health-check';
const withInfo = (id: string, more = ''): string => `    model_info: { id: ${id}${more} }\n`;

interface Health {
  readonly healthy_endpoints: readonly Json[];
  readonly unhealthy_endpoints: readonly Json[];
  readonly healthy_count: number;
  readonly unhealthy_count: number;
}

/** Chat, embeddings, a model that fails with a secret in its words, and one that never answers. */
async function mixedGateway() {
  const upstream = await openAiUpstream({ models: ['well', 'ill', 'silent'], embeddingModels: ['vectors'] });
  upstream.script('well', () => ({ text: 'H', headers: { 'x-ratelimit-remaining-requests': '41' } }));
  const refusal = {
    kind: 'error',
    status: 401,
    name: 'invalid_request_error',
    message: `Wrong key ${PLANTED}.`,
  } as const;
  upstream.script('ill', () => refusal);
  upstream.script('silent', () => ({ kind: 'silence-before-headers' }));
  const gateway = await startTestGateway(
    `model_list:\n${[
      openAiModel(upstream, 'chat', 'well', withInfo('one')),
      openAiModel(upstream, 'embed', 'vectors', withInfo('two', ', mode: embedding')),
      openAiModel(upstream, 'broken', 'ill', withInfo('three')),
      openAiModel(upstream, 'broken', 'silent', withInfo('four', ', health_check_timeout: 0.05')),
    ].join('')}`,
  );
  return { gateway, upstream };
}

const check = async (gateway: TestGateway, query = ''): Promise<Health> =>
  await answer(gateway.call(`/health${query}`));

/** Everything that comes back for requests that leave in one piece. */
async function pipelined(gateway: TestGateway, paths: readonly string[]): Promise<string> {
  const { hostname, port, host } = new URL(gateway.baseUrl);
  const socket = connect(Number(port), hostname);
  const requests = paths.map((path, index) => {
    const last = index === paths.length - 1;
    return `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${MASTER_KEY}\r\n${last ? 'connection: close\r\n' : ''}\r\n`;
  });
  socket.write(requests.join(''));
  return await text(socket);
}

describe('a round of health checks', () => {
  it('asks each deployment for one token or one embedding, and tells who is well and why others are not', async () => {
    const { gateway, upstream } = await mixedGateway();
    const health = await check(gateway);
    expect(health).toMatchObject({ healthy_count: 2, unhealthy_count: 2 });
    expect(health.healthy_endpoints).toMatchObject([
      { model: 'openai/well', model_name: 'chat', model_id: 'one', api_base: upstream.url },
      { model: 'openai/vectors', model_id: 'two' },
    ]);
    expect(health.healthy_endpoints[0]).toHaveProperty('x-ratelimit-remaining-requests', '41');
    expect(health.unhealthy_endpoints).toMatchObject([
      { model_id: 'three', error: expect.stringContaining('Wrong key') as string, error_status: 401 },
      { model_id: 'four', error: expect.stringContaining('did not answer within 0.05 s') as string, error_status: 408 },
    ]);
    expect(JSON.stringify(health)).not.toContain(PLANTED);
    expect(JSON.stringify(health)).not.toContain('sk-test-upstream');
    const asked = new Map(upstream.requests.map(({ model, path, body }) => [model, { path, body }]));
    expect(asked.get('well')).toMatchObject({ path: '/v1/chat/completions', body: { max_tokens: 1 } });
    expect(asked.get('vectors')).toMatchObject({ path: '/v1/embeddings', body: { input: ['Hi'] } });
  });

  it('is on the bill: each check has its row with its tag and its cost', async () => {
    const { gateway } = await mixedGateway();
    await check(gateway);
    const rows = await gateway.rows();
    expect(rows.map(({ call_type, status }) => [call_type, status]).sort()).toEqual([
      ['acompletion', 'failure'],
      ['acompletion', 'failure'],
      ['acompletion', 'success'],
      ['aembedding', 'success'],
    ]);
    for (const row of rows) expect(row).toMatchObject({ request_tags: [TAG] });
    expect(rows.find(({ model_group }) => model_group === 'chat')?.spend).toBeGreaterThan(0);
  });

  it('asks one deployment alone by its model, its group or its id', async () => {
    const { gateway, upstream } = await mixedGateway();
    expect(await check(gateway, '?model=openai/well')).toMatchObject({ healthy_count: 1, unhealthy_count: 0 });
    expect(await check(gateway, '?model=chat')).toMatchObject({ healthy_count: 1, unhealthy_count: 0 });
    expect(await check(gateway, '?model_id=two')).toMatchObject({ healthy_endpoints: [{ model_id: 'two' }] });
    expect(await check(gateway, '?model=nobody')).toMatchObject({ healthy_count: 0, unhealthy_count: 0 });
    expect(await answer(gateway.call('/health?model_id=nobody'), 404)).toMatchObject({
      error: { message: 'Model with ID nobody not found' },
    });
    expect(upstream.requests).toHaveLength(3);
  });

  it('is shared by all who ask while it runs', async () => {
    const { gateway, upstream } = await mixedGateway();
    const gate = openGate();
    upstream.script('well', async () => {
      await gate.opened;
      return { text: 'H' };
    });
    // On one socket and in one piece, so that both have come in before the model can answer.
    const both = pipelined(gateway, ['/health?model=chat', '/health?model_id=one']);
    await upstream.requested(1);
    gate.open();
    expect((await both).match(/"healthy_count":1/g)).toHaveLength(2);
    expect(upstream.requests).toHaveLength(1);
  });

  it('has five checks at once at most', async () => {
    const upstream = await openAiUpstream({ models: ['well'] });
    const gate = openGate();
    let running = 0;
    let most = 0;
    upstream.script('well', async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.opened;
      running -= 1;
      return { text: 'H' };
    });
    const models = Array.from({ length: 8 }, (_, index) => openAiModel(upstream, `m${index}`, 'well'));
    const gateway = await startTestGateway(`model_list:\n${models.join('')}`);
    const round = check(gateway);
    await upstream.requested(5);
    gate.open();
    expect(await round).toMatchObject({ healthy_count: 8, unhealthy_count: 0 });
    expect(most).toBe(5);
  });

  it('keeps to the budgets', async () => {
    const upstream = await openAiUpstream({ models: ['well'] });
    const gateway = await startTestGateway(
      `litellm_settings: { max_budget: 0.0000001 }\nmodel_list:\n${openAiModel(upstream, 'chat', 'well')}`,
    );
    expect(await check(gateway)).toMatchObject({ unhealthy_endpoints: [{ error_status: 429 }] });
    expect(upstream.requests).toEqual([]);
  });

  it('asks what stands for many models by the one that it names for that', async () => {
    const upstream = await openAiUpstream({ models: ['well'] });
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'one/*', '*', withInfo('named', ', health_check_model: openai/well'))}${openAiModel(upstream, 'two/*', '*', withInfo('nameless'))}`,
    );
    expect(await check(gateway)).toMatchObject({
      healthy_endpoints: [{ model_id: 'named' }],
      unhealthy_endpoints: [{ model_id: 'nameless', error: expect.stringContaining('health_check_model') as string }],
    });
    expect(upstream.requests.map(({ model }) => model)).toEqual(['well']);
  });

  it('does not rest a deployment that fails it', async () => {
    const { gateway } = await mixedGateway();
    await check(gateway, '?model=broken');
    expect(JSON.stringify(await answer(gateway.call('/torii/models')))).not.toContain('"cooling"');
  });

  it('keeps what it found: the newest of each deployment, and all of them, newest first', async () => {
    const { gateway, upstream } = await mixedGateway();
    await check(gateway, '?model_id=one');
    upstream.script('well', () => ({ kind: 'error', status: 500, name: 'server_error', message: 'Down.' }));
    await check(gateway, '?model_id=one');
    expect(await answer(gateway.call('/health/latest'))).toMatchObject({
      latest_health_checks: { one: { status: 'unhealthy', model_name: 'chat' } },
      total_models: 1,
    });
    const { health_checks: rows } = await answer<{ health_checks: Json[] }>(gateway.call('/health/history'));
    expect(rows.map(({ status }) => status)).toEqual(['unhealthy', 'healthy']);
    expect(await answer(gateway.call('/health/history?status_filter=healthy&limit=5'))).toMatchObject({
      health_checks: [{ model_id: 'one', healthy_count: 1, error_message: null }],
      total_records: 1,
    });
  });
});

describe('the test of a connection', () => {
  it('asks a deployment that no config has, and says what is wrong with it', async () => {
    const { gateway, upstream } = await mixedGateway();
    const params = { model: 'openai/well', api_base: upstream.url, api_key: 'sk-test-upstream' };
    expect(await answer(gateway.call('/health/test_connection', { litellm_params: params }))).toMatchObject({
      status: 'success',
      result: { model: 'openai/well', api_base: upstream.url },
    });
    const wrong = { ...params, api_key: PLANTED };
    const refused = await answer(gateway.call('/health/test_connection', { litellm_params: wrong }));
    expect(refused).toMatchObject({ status: 'error', result: { error_status: 401 } });
    expect(JSON.stringify(refused)).not.toContain(PLANTED);
    await answer(gateway.call('/health/test_connection', { litellm_params: { model: 'nothing/x' } }), 400);
    expect(await gateway.rows()).toHaveLength(2);
  });

  it('finds a configured model by its name, and lends its key to no other address', async () => {
    const { gateway } = await mixedGateway();
    const stranger = await openAiUpstream({ models: ['well'] });
    expect(await answer(gateway.call('/health/test_connection', { litellm_params: { model: 'chat' } }))).toMatchObject({
      status: 'success',
      result: { model_id: 'one' },
    });
    const elsewhere = { model: 'openai/well', api_base: stranger.url };
    await (await gateway.call('/health/test_connection', { litellm_params: elsewhere })).text();
    expect(JSON.stringify(stranger.requests)).not.toContain('sk-test-upstream');
  });
});

describe('health', () => {
  it('is for administrators', async () => {
    const { gateway, upstream } = await mixedGateway();
    const { key } = await makeKey(gateway);
    for (const path of ['', '/latest', '/history', '/services?service=slack']) {
      await answer(gateway.call(`/health${path}`, undefined, bearer(key)), 401);
    }
    const body = { litellm_params: { model: 'openai/well', api_base: upstream.url } };
    await answer(gateway.call('/health/test_connection', body, bearer(key)), 401);
    expect(upstream.requests).toEqual([]);
  });

  it('calls no service healthy to which nothing is sent', async () => {
    const gateway = await startTestGateway('litellm_settings: { success_callback: [langfuse] }\nmodel_list: []\n');
    expect(await answer(gateway.call('/health/services?service=langfuse'))).toMatchObject({ status: 'unsupported' });
    await answer(gateway.call('/health/services?service=slack'), 422);
    await answer(gateway.call('/health/services'), 400);
  });
});
