import { describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];

interface Generated {
  readonly key: string;
  readonly token: string;
  readonly key_name: string;
  readonly expires: string | null;
}

async function twoModels(): Promise<TestGateway> {
  const upstream = await openAiUpstream({ models: ['a', 'b'] });
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'a', 'a')}${openAiModel(upstream, 'b', 'b')}`);
}

async function generate(gateway: TestGateway, body: Record<string, unknown>): Promise<Generated> {
  const response = await gateway.call('/key/generate', body);
  expect(response.status).toBe(200);
  return (await response.json()) as Generated;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('virtual keys', () => {
  it('are made, used, shown and deleted; the key itself is shown once', async () => {
    const gateway = await twoModels();
    const made = await generate(gateway, { key_alias: 'cline', duration: '30d' });
    expect(made.key).toMatch(/^sk-[\w-]{22}$/);
    expect(made.key_name).toBe(`sk-...${made.key.slice(-4)}`);
    expect(made.expires).not.toBeNull();
    expect((await gateway.chat({ model: 'a', messages: HELLO }, bearer(made.key))).status).toBe(200);
    const info = (await (await gateway.call(`/key/info?key=${made.key}`)).json()) as {
      info: { spend: number; key_alias: string };
    };
    expect(info.info.key_alias).toBe('cline');
    expect(info.info.spend).toBeGreaterThan(0);
    expect(JSON.stringify(info.info)).not.toContain(made.key);
    expect((await gateway.rows())[0]?.metadata.user_api_key_alias).toBe('cline');
    const deleted = (await (await gateway.call('/key/delete', { keys: [made.key] })).json()) as unknown;
    expect(deleted).toEqual({ deleted_keys: [made.token] });
    expect((await gateway.chat({ model: 'a', messages: HELLO }, bearer(made.key))).status).toBe(401);
  });

  it('see only their models', async () => {
    const gateway = await twoModels();
    const { key } = await generate(gateway, { models: ['a'] });
    const list = (await (await gateway.call('/v1/models', undefined, bearer(key))).json()) as {
      data: { id: string }[];
    };
    expect(list.data.map(({ id }) => id)).toEqual(['a']);
    const denied = await gateway.chat({ model: 'b', messages: HELLO }, bearer(key));
    expect(denied.status).toBe(403);
    expect(await denied.json()).toMatchObject({ error: { type: 'key_model_access_denied', param: 'model' } });
    const byFallback = await gateway.chat({ model: 'a', messages: HELLO, fallbacks: ['b'] }, bearer(key));
    expect(byFallback.status).toBe(403);
  });

  it('may not manage keys, nor see those and the spend of others', async () => {
    const gateway = await twoModels();
    const [one, other] = [await generate(gateway, {}), await generate(gateway, {})];
    const as = bearer(one.key);
    expect((await gateway.call('/key/generate', {}, as)).status).toBe(401);
    expect((await gateway.call('/key/delete', { keys: [other.key] }, as)).status).toBe(401);
    expect((await gateway.call(`/key/info?key=${other.token}`, undefined, as)).status).toBe(403);
    expect((await gateway.call(`/spend/logs?api_key=${other.token}`, undefined, as)).status).toBe(403);
    expect((await gateway.call('/torii/status', undefined, as)).status).toBe(401);
    await gateway.chat({ model: 'a', messages: HELLO }, bearer(other.key));
    expect(await (await gateway.call('/spend/logs', undefined, as)).json()).toEqual([]);
  });

  it('refuse limits that would not hold, and names that are taken', async () => {
    const gateway = await twoModels();
    const limited = await gateway.call('/key/generate', { rpm_limits: 5 });
    expect(limited.status).toBe(400);
    expect(await limited.json()).toMatchObject({
      error: { param: 'rpm_limits', message: expect.stringContaining('would mislead') },
    });
    await generate(gateway, { key_alias: 'mine' });
    expect((await gateway.call('/key/generate', { key_alias: 'mine' })).status).toBe(400);
    expect((await gateway.call('/key/generate', { key: 'no-prefix' })).status).toBe(400);
    expect((await gateway.call('/key/delete', { keys: ['sk-test-none'] })).status).toBe(404);
  });

  it('stop at their budget before anything is sent', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', () => ({
      text: 'x',
      usage: { prompt_tokens: 1000, completion_tokens: 1000, total_tokens: 2000 },
    }));
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    // One answer costs $0.018; a call with max_tokens 1000 is estimated at a little over $0.015.
    const { key } = await generate(gateway, { max_budget: 0.04 });
    const ask = () => gateway.chat({ model: 'model', max_tokens: 1000, messages: HELLO }, bearer(key));
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      error: { type: 'budget_exceeded', message: expect.stringContaining('Max budget: 0.04') },
    });
    expect(upstream.requests).toHaveLength(2);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', spend: 0 });
  });

  it('cannot overspend together: 100 parallel requests, a budget for 10', async () => {
    const upstream = await openAiUpstream();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    upstream.script('model-1', async () => {
      await gate;
      return { text: 'x', usage: { prompt_tokens: 10, completion_tokens: 1000, total_tokens: 1010 } };
    });
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const { key } = await generate(gateway, { max_budget: 0.155 });
    const body = { model: 'model', max_tokens: 1000, messages: HELLO };
    const pending = Array.from({ length: 100 }, () => gateway.chat(body, bearer(key)).then(({ status }) => status));
    await upstream.requested(10);
    release();
    const statuses = await Promise.all(pending);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(90);
    const info = (await (await gateway.call(`/key/info?key=${key}`)).json()) as { info: { spend: number } };
    expect(info.info.spend).toBeLessThanOrEqual(0.155);
  });

  it('end when their time is over', async () => {
    const gateway = await twoModels();
    const { key } = await generate(gateway, { duration: '1s' });
    const models = () => gateway.call('/v1/models', undefined, bearer(key));
    await expect.poll(async () => (await models()).status, { interval: 50 }).toBe(401);
    expect(await (await models()).json()).toMatchObject({ error: { type: 'expired_key' } });
  });
});
