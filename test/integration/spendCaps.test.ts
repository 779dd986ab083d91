import { describe, expect, it } from 'vitest';
import { budgetQuestionListSchema } from '../../src/protocol/api.ts';
import { spendCapsSchema } from '../../src/protocol/spendCaps.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';

const CONFIG = `model_list:
  - model_name: chat
    litellm_params:
      model: demo/chat
      input_cost_per_token: 0.001
      output_cost_per_token: 0.001
`;
const BODY = { model: 'chat', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };

async function put(gateway: TestGateway, body: unknown): Promise<Response> {
  return await fetch(`${gateway.baseUrl}/torii/spend-caps`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${MASTER_KEY}` },
  });
}

async function messageOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { error: { message: string } }).error.message;
}

async function question(gateway: TestGateway) {
  for (;;) {
    const list = budgetQuestionListSchema.parse(await (await gateway.call('/torii/budget-requests')).json());
    const [first] = list.requests;
    if (first !== undefined) return first;
  }
}

describe('a cap that stops', () => {
  it.each(['day', 'month'])('refuses once the %s has spent it', async (span) => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { timeZone: 'Asia/Tokyo', [span]: { usd: 0.001, action: 'stop' } });
    expect((await gateway.chat(BODY)).status).toBe(200);
    const answer = await gateway.chat(BODY);
    expect(answer.status).toBe(429);
    expect(await messageOf(answer)).toMatch(new RegExp(`Raise torii.budget.${span} in the editor`));
  });

  it('refuses a request that could cost more', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { request: { usd: 0.006, action: 'stop' } });
    expect((await gateway.chat(BODY)).status).toBe(429);
    await put(gateway, { request: { usd: 100, action: 'stop' } });
    expect((await gateway.chat(BODY)).status).toBe(200);
  });

  it('refuses further requests of a task, not those of others', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { task: { usd: 0.001, action: 'stop' } });
    const of = (id: string) => ({ ...BODY, litellm_session_id: id });
    expect((await gateway.chat(of('one'))).status).toBe(200);
    expect((await gateway.chat(of('one'))).status).toBe(429);
    expect((await gateway.chat(of('two'))).status).toBe(200);
  });
});

describe('a cap that asks', () => {
  it('lets the request wait, and raised, lets it and later ones go on', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { day: { usd: 0.001, action: 'ask' } });
    await gateway.chat(BODY);
    const waiting = gateway.chat(BODY);
    const { id, scope, maxBudget } = await question(gateway);
    expect([scope, maxBudget]).toEqual(['day', 1_000_000]);
    await gateway.call(`/torii/budget-requests/${id}`, { decision: 'raise', raise_by: 10 });
    expect((await waiting).status).toBe(200);
    expect((await gateway.chat(BODY)).status).toBe(200);
  });

  it('refuses where nobody allows it', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { day: { usd: 0.001, action: 'ask' } });
    await gateway.chat(BODY);
    const waiting = gateway.chat(BODY);
    await gateway.call(`/torii/budget-requests/${(await question(gateway)).id}`, { decision: 'refuse' });
    expect((await waiting).status).toBe(429);
  });
});

describe('the caps themselves', () => {
  it('a cap that warns lets everything pass', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { request: { usd: 0.000001, action: 'warn' }, day: { usd: 0.000001, action: 'warn' } });
    await gateway.chat(BODY);
    expect((await gateway.chat(BODY)).status).toBe(200);
  });

  it('are told, replaced and taken away as a whole', async () => {
    const gateway = await startTestGateway(CONFIG);
    await put(gateway, { day: { usd: 5, action: 'ask' } });
    const told = async () => spendCapsSchema.parse(await (await gateway.call('/torii/spend-caps')).json());
    expect(await told()).toEqual({ timeZone: 'UTC', day: { usd: 5, action: 'ask' } });
    await put(gateway, { timeZone: 'Asia/Tokyo' });
    expect(await told()).toEqual({ timeZone: 'Asia/Tokyo' });
  });

  it.each([
    { day: { usd: -1, action: 'ask' } },
    { day: { usd: 1, action: 'shout' } },
    { year: {} },
    { timeZone: 'Nowhere' },
  ])('refuse %j', async (body) => {
    const gateway = await startTestGateway(CONFIG);
    expect((await put(gateway, body)).status).toBe(400);
  });
});
