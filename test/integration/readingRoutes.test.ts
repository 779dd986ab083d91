import { describe, expect, it } from 'vitest';
import {
  modelListSchema,
  overviewSchema,
  requestDetailSchema,
  requestListSchema,
  statusSchema,
} from '../../src/protocol/api.ts';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { throttled } from '../simulators/openai/scenario.ts';
import { MASTER_KEY, startTestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];

interface ModelInfo {
  readonly model_name: string;
  readonly litellm_params: Record<string, unknown>;
  readonly model_info: Record<string, unknown>;
}

describe('/model/info, which Cline reads', () => {
  it.each(['/v1/model/info', '/model/info'])(
    '%s names each model once, with limits, prices and abilities',
    async (path) => {
      const bedrock = await bedrockUpstream();
      const gateway = await startTestGateway(`model_list:\n${bedrockModel(bedrock, 'sonnet', SONNET_37)}`);
      const response = await gateway.call(path, undefined, { 'x-litellm-api-key': MASTER_KEY });
      const { data } = (await response.json()) as { data: ModelInfo[] };
      expect(data).toHaveLength(1);
      expect(data[0]?.litellm_params['model']).toBe('sonnet');
      expect(data[0]?.model_info).toMatchObject({
        mode: 'chat',
        max_input_tokens: 200_000,
        supports_vision: true,
        supports_prompt_caching: true,
        supports_reasoning: true,
        input_cost_per_token: 0.000003,
        output_cost_per_token: 0.000015,
        cache_read_input_token_cost: 3e-7,
        cache_creation_input_token_cost: 0.00000375,
      });
      expect(JSON.stringify(data)).not.toMatch(/AKIA|secret/i);
    },
  );

  it("is accepted back: the provider's own model string reaches the group", async () => {
    const bedrock = await bedrockUpstream();
    const gateway = await startTestGateway(`model_list:\n${bedrockModel(bedrock, 'sonnet', SONNET_37)}`);
    expect((await gateway.chat({ model: `bedrock/converse/${SONNET_37}`, messages: HELLO })).status).toBe(200);
  });
});

describe('open routes', () => {
  it('tell that the gateway lives, and nothing else', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    for (const path of ['/health/liveliness', '/health/liveness']) {
      const response = await gateway.call(path, undefined, {});
      expect([response.status, await response.text()]).toEqual([200, '"I\'m alive!"']);
    }
    const ready = await gateway.call('/health/readiness', undefined, {});
    expect(await ready.json()).toMatchObject({ status: 'healthy', db: 'connected' });
  });

  it('are few: all others refuse a caller without a key', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const closed = [
      ['GET', '/v1/models'],
      ['GET', '/models/model'],
      ['GET', '/model/info'],
      ['GET', '/spend/logs'],
      ['GET', '/key/info'],
      ['GET', '/key/list'],
      ['GET', '/torii/status'],
      ['GET', '/torii/overview'],
      ['GET', '/torii/requests'],
      ['GET', '/torii/requests/x'],
      ['GET', '/torii/models'],
      ['GET', '/torii/events'],
      ['POST', '/v1/chat/completions'],
      ['POST', '/chat/completions'],
      ['POST', '/v1/embeddings'],
      ['POST', '/key/generate'],
      ['POST', '/key/delete'],
    ] as const;
    for (const [method, path] of closed) {
      const response = await fetch(gateway.baseUrl + path, { method });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });
});

describe('the dashboard’s API', () => {
  it('gives what its schemas promise', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [throttled(), { text: 'hi' }]);
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'model')}${openAiModel(upstream, 'other')}router_settings: { model_group_alias: { best: model } }\nlitellm_settings: { fallbacks: [{ model: [other] }] }\n`,
    );
    await gateway.chat({ model: 'model', messages: HELLO });
    await gateway.chat({ model: 'nobody', messages: HELLO });
    const get = async (path: string): Promise<unknown> => (await gateway.call(path)).json();

    const status = statusSchema.parse(await get('/torii/status?timeZone=Asia/Tokyo'));
    expect(status).toMatchObject({ configInForce: true, modelGroups: 2, today: { requests: 2, failures: 1 } });

    const now = Date.now();
    const overview = overviewSchema.parse(
      await get(`/torii/overview?from=${now - 86_400_000}&to=${now + 60_000}&timeZone=Asia/Tokyo`),
    );
    expect(overview.totals.requests).toBe(2);
    expect(overview.buckets.map(({ modelGroup }) => modelGroup).sort()).toEqual(['model', 'nobody']);
    expect(overview.totals.cost).toBe(overview.buckets.reduce((sum, { cost }) => sum + cost, 0));

    const list = requestListSchema.parse(await get('/torii/requests?limit=10'));
    expect(list.total).toBe(2);
    const answered = list.requests.find(({ status }) => status === 'success');
    const detail = requestDetailSchema.parse(await get(`/torii/requests/${answered?.callId}`));
    expect(detail.attempts.map(({ status }) => status)).toEqual(['failure', 'success']);
    expect(detail.price?.source).toBeDefined();

    const models = modelListSchema.parse(await get('/torii/models'));
    expect(models.groups[0]).toMatchObject({ name: 'model', fallbacks: ['other'], aliases: ['best'] });
  });

  it('refuses ranges and zones that make no sense, by name', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    for (const [path, param] of [
      ['/torii/overview?from=2&to=1', 'before'],
      ['/torii/overview?from=x&to=1', 'from'],
      ['/torii/status?timeZone=Mars/Base', 'timeZone'],
      ['/torii/requests?limit=1000', 'limit'],
    ] as const) {
      const response = await gateway.call(path);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(param);
    }
    expect((await gateway.call('/torii/requests/none')).status).toBe(404);
  });

  it('tells of requests as they happen', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const events = await gateway.call('/torii/events');
    const reader = events.body?.getReader();
    await reader?.read();
    const answered = gateway.chat({ model: 'model', messages: HELLO });
    let text = '';
    while (!text.includes('request-finished')) {
      const part = await reader?.read();
      if (part?.done !== false) break;
      text += Buffer.from(part.value).toString();
    }
    expect(text).toContain('request-started');
    await (await answered).text();
    await reader?.cancel();
  });
});

describe('the login of the dashboard', () => {
  it('takes the name and password of the environment, refuses others, and slows guessing down', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`, {
      UI_USERNAME: 'litellm',
      UI_PASSWORD: 'sk-test-password',
    });
    const login = (body: unknown) => gateway.call('/ui/login', body, {});
    expect((await login({ username: 'litellm', password: 'sk-test-password' })).status).toBe(200);
    expect((await login({ key: MASTER_KEY })).status).toBe(200);
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess++) statuses.push((await login({ key: `sk-test-guess-${guess}` })).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.slice(10)).toEqual([429, 429]);
  });
});
