import { describe, expect, it } from 'vitest';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';

const CONFIG = `model_list:
  - model_name: priced
    litellm_params: { model: demo/chat, input_cost_per_token: 0.000001, output_cost_per_token: 0.000002 }
  - model_name: unpriced
    litellm_params: { model: openai/nobody-knows, api_base: "http://127.0.0.1:9/v1", api_key: sk-test-upstream }
  - model_name: broken
    litellm_params: { model: demo/fails }
`;

const HELLO = [{ role: 'user', content: 'Hello' }];
const TODAY = new Date().toISOString().slice(0, 10);
const DAYS = `start_date=${TODAY}&end_date=${TODAY}`;

type Json = Record<string, unknown>;

async function get<T = Json>(gateway: TestGateway, path: string, key: string = MASTER_KEY): Promise<T> {
  const response = await gateway.call(path, undefined, { authorization: `Bearer ${key}` });
  expect(response.status, `${path}: ${await response.clone().text()}`).toBe(200);
  return (await response.json()) as T;
}

async function keyFor(gateway: TestGateway, body: Json): Promise<{ key: string; token: string }> {
  return (await (await gateway.call('/key/generate', body)).json()) as { key: string; token: string };
}

/** Ann asked twice and Bob once, with tags; one of Ann's calls failed. */
async function spentGateway() {
  const gateway = await startTestGateway(CONFIG);
  const ann = await keyFor(gateway, { key_alias: 'ann-key', user_id: 'ann', team_id: 'blue' });
  const bob = await keyFor(gateway, { key_alias: 'bob-key', user_id: 'bob' });
  const ask = (key: string, body: Json) =>
    gateway.chat({ model: 'priced', messages: HELLO, ...body }, { authorization: `Bearer ${key}` });
  await ask(ann.key, { user: 'customer-1', metadata: { tags: ['red', 'big'], session_id: 's-1' } });
  await ask(ann.key, { model: 'unpriced', metadata: { tags: ['red'], session_id: 's-1' }, num_retries: 0 });
  await ask(bob.key, {});
  return { gateway, ann, bob };
}

describe('the spend API', () => {
  it('pages, filters and sorts the logs', async () => {
    const { gateway, ann } = await spentGateway();
    const all = await get<{ data: Json[]; total: number; total_pages: number }>(
      gateway,
      `/spend/logs/ui?${DAYS.replaceAll(TODAY, '2020-01-01').replace('end_date=2020-01-01', `end_date=${TODAY}%2023:59:59`)}&page_size=2`,
    );
    expect(all).toMatchObject({ total: 3, page: 1, page_size: 2, total_pages: 2 });
    expect(all.data).toHaveLength(2);
    const filters: [string, number][] = [
      ['user_id=ann', 2],
      [`api_key=${ann.key}`, 2],
      ['team_id=blue', 2],
      ['key_alias=bob-key', 1],
      ['end_user=customer-1', 1],
      ['status_filter=failure', 1],
      ['error_code=503', 1],
      ['error_message=REFUSED%20the%20Connection', 1],
      ['model=priced', 2],
      ['min_spend=0.0000001', 2],
      ['max_spend=0', 1],
    ];
    for (const [filter, total] of filters) {
      expect(await get(gateway, `/spend/logs/v2?${filter}`), filter).toMatchObject({ total });
    }
    const sorted = await get<{ data: { spend: number }[] }>(gateway, '/spend/logs/v2?sort_by=spend&sort_order=asc');
    expect(sorted.data.map(({ spend }) => spend)).toEqual(
      [...sorted.data.map(({ spend }) => spend)].sort((a, b) => a - b),
    );
    const session = await get<{ data: Json[] }>(gateway, '/spend/logs/session/ui?session_id=s-1');
    expect(session.data.map((row) => row['model_group'])).toEqual(['priced', 'unpriced']);
    const id = String(session.data[0]?.['request_id']);
    expect(await get(gateway, `/spend/logs/ui/${id}`)).toMatchObject({ request_id: id });
  });

  it('sums by key, user, tag, provider, model, team and customer', async () => {
    const { gateway, ann } = await spentGateway();
    const total = await get<{ spend: number }>(gateway, '/global/spend');
    expect(total.spend).toBeGreaterThan(0);
    const keys = await get<{ token: string; key_alias: string; spend: number }[]>(gateway, '/spend/keys');
    expect(keys.map(({ key_alias: alias }) => alias).sort()).toEqual(['ann-key', 'bob-key']);
    expect(keys.reduce((sum, { spend }) => sum + spend, 0)).toBeCloseTo(total.spend, 12);
    expect(await get(gateway, '/spend/users')).toHaveLength(2);
    expect(await get(gateway, '/spend/users?user_id=ann')).toMatchObject([{ user_id: 'ann', requests: 2 }]);
    expect(await get(gateway, '/spend/tags')).toMatchObject([
      { individual_request_tag: expect.any(String) },
      { individual_request_tag: expect.any(String) },
    ]);
    expect(await get(gateway, '/global/spend/tags?tags=red')).toMatchObject({
      spend_per_tag: [{ name: 'red', log_count: 2 }],
    });
    expect(await get(gateway, '/global/spend/all_tag_names')).toEqual({ tag_names: ['big', 'red'] });
    expect(await get(gateway, '/global/spend/logs')).toMatchObject([{ date: TODAY, spend: total.spend }]);
    expect(await get(gateway, '/global/spend/keys?limit=1')).toHaveLength(1);
    expect(await get(gateway, '/global/spend/models')).toMatchObject([{ model: 'chat' }, { model: 'nobody-knows' }]);
    expect(await get(gateway, `/global/spend/provider?${DAYS}`)).toMatchObject([
      { provider: 'demo' },
      { provider: 'openai' },
    ]);
    expect(await get(gateway, '/global/spend/teams')).toMatchObject({
      teams: expect.arrayContaining(['blue', 'Unassigned']),
    });
    const customers = await gateway.call('/global/spend/end_users', {});
    expect(await customers.json()).toMatchObject([{ end_user: 'customer-1', total_count: 1 }]);
    expect(await get(gateway, `/global/spend/report?${DAYS}`)).toMatchObject([
      { group_by_day: TODAY, teams: expect.arrayContaining([expect.objectContaining({ team_name: 'blue' })]) },
    ]);
    expect(await get(gateway, `/global/spend/report?${DAYS}&group_by=customer`)).toMatchObject([
      { group_by_day: TODAY },
    ]);
    expect(await get(gateway, `/global/spend/report?${DAYS}&group_by=api_key&api_key=${ann.token}`)).toMatchObject([
      { api_key: ann.token, model_details: [{ model: 'chat' }, { model: 'nobody-knows' }] },
    ]);
    const days = await get<Json[]>(gateway, `/spend/logs?${DAYS}`);
    expect(days).toMatchObject([{ startTime: TODAY, spend: total.spend }]);
  });

  it('tells activity per day', async () => {
    const { gateway } = await spentGateway();
    expect(await get(gateway, `/global/activity?${DAYS}`)).toMatchObject({
      sum_api_requests: 3,
      daily_data: [{ api_requests: 3 }],
    });
    expect(await get(gateway, `/global/activity/model?${DAYS}`)).toMatchObject([
      { model: 'chat', sum_api_requests: 2 },
      { model: 'nobody-knows', sum_api_requests: 1 },
    ]);
    expect(await get(gateway, `/global/activity/exceptions?${DAYS}&model_group=priced`)).toEqual({
      daily_data: [],
      sum_num_rate_limit_exceptions: 0,
    });
    expect(await get(gateway, `/global/activity/exceptions/deployment?${DAYS}`)).toEqual([]);
    const activity = await get<{ results: { breakdown: { entities: Json; models: Json } }[] }>(
      gateway,
      `/user/daily/activity?${DAYS}`,
    );
    expect(activity).toMatchObject({
      results: [{ date: TODAY, metrics: { api_requests: 3, successful_requests: 2, failed_requests: 1 } }],
      metadata: { total_api_requests: 3, page: 1, total_pages: 1, has_more: false },
    });
    expect(Object.keys(activity.results[0]?.breakdown.entities ?? {}).sort()).toEqual(['ann', 'bob']);
    for (const [path, names] of [
      ['/team/daily/activity', ['Unassigned', 'blue']],
      ['/tag/daily/activity', ['big', 'red']],
      ['/customer/daily/activity', ['Unassigned', 'customer-1']],
      ['/user/daily/activity/aggregated', ['ann', 'bob']],
    ] as const) {
      const { results } = await get<typeof activity>(gateway, `${path}?${DAYS}`);
      expect(Object.keys(results[0]?.breakdown.entities ?? {}).sort(), path).toEqual(names);
    }
  });

  it("shows a key its own and its user's, and nobody else's", async () => {
    const { gateway, ann, bob } = await spentGateway();
    expect(await get(gateway, '/spend/logs', bob.key)).toHaveLength(1);
    expect(await get(gateway, '/spend/logs/ui', ann.key)).toMatchObject({ total: 2 });
    expect(await get(gateway, `/user/daily/activity?${DAYS}`, bob.key)).toMatchObject({
      metadata: { total_api_requests: 1 },
    });
    expect(await get(gateway, '/spend/logs/session/ui?session_id=s-1', bob.key)).toMatchObject({ total: 0 });
    const as = { authorization: `Bearer ${bob.key}` };
    for (const path of ['/spend/logs/ui?user_id=ann', '/user/daily/activity?user_id=ann']) {
      expect((await gateway.call(path, undefined, as)).status, path).toBe(403);
    }
    for (const path of [
      '/global/spend',
      '/global/spend/keys',
      '/global/activity',
      '/global/spend/report',
      '/spend/keys',
      '/spend/tags',
      '/tag/daily/activity',
    ]) {
      expect((await gateway.call(path, undefined, as)).status, path).toBe(401);
    }
  });

  it('calculates what a prompt and an answer cost, and says so when it cannot', async () => {
    const gateway = await startTestGateway(CONFIG);
    const calculate = async (body: Json) => await (await gateway.call('/spend/calculate', body)).json();
    const answered = { model: 'priced', usage: { prompt_tokens: 10, completion_tokens: 5 } };
    expect(await calculate({ completion_response: answered })).toEqual({ cost: 0.00002 });
    expect(await calculate({ model: 'priced', messages: HELLO })).toMatchObject({ cost: expect.any(Number) });
    expect(await calculate({ model: 'unpriced', messages: HELLO })).toEqual({ cost: null, cost_unknown: true });
    expect((await gateway.call('/spend/calculate', { model: 'priced' })).status).toBe(400);
  });

  it('refuses dates that are none, naming the parameter', async () => {
    const gateway = await startTestGateway(CONFIG);
    for (const path of [
      '/spend/logs?start_date=now',
      '/global/activity?end_date=1',
      '/global/activity?start_date=2026-02-02&end_date=2026-02-01',
    ]) {
      const response = await gateway.call(path);
      expect(response.status, path).toBe(400);
      expect(await response.json()).toMatchObject({ error: { param: expect.stringContaining('_date') } });
    }
  });
});
