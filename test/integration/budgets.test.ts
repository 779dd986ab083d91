import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { BudgetScope } from '../../src/domain/budget.ts';
import type { OpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { budgetOf } from '../unit/storage/support.ts';
import { frames, rowWhere, startTestGateway, type TestGateway } from './support/gateway.ts';
import { define, HELLO, newKey, notices, otherLedger, stateOf, THOUSAND } from './support/limits.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const NANO = 1_000_000_000;
/** For a machine that does much else. */
const TIMEOUT_MS = 90_000;
/** A call that is estimated at a little over $0.015, and costs as much with THOUSAND. */
const CALL = { model: 'model', max_tokens: 1000, messages: HELLO };

interface Setup {
  readonly upstream: OpenAiSimulator;
  readonly gateway: TestGateway;
}

async function setUp(further = '', models: readonly string[] = ['model-1']): Promise<Setup> {
  const upstream = await openAiUpstream({ models: [...models, 'model-2'] });
  upstream.script('model-1', () => ({ text: 'x', ...THOUSAND }));
  upstream.script('model-2', () => ({ text: 'cheaper', ...THOUSAND }));
  const list = `model_list:\n${openAiModel(upstream, 'model')}`;
  return { upstream, gateway: await startTestGateway(`${list}${further}`) };
}

/** Holds the answers of a model until it is let go. */
function holdAnswers(upstream: OpenAiSimulator): () => void {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  upstream.script('model-1', async () => {
    await gate;
    return { text: 'x', ...THOUSAND };
  });
  return release;
}

async function errorOf(response: Response): Promise<{ type: string; message: string }> {
  return ((await response.json()) as { error: { type: string; message: string } }).error;
}

describe('a budget', () => {
  const scopes: readonly (readonly [string, BudgetScope])[] = [
    ['Key=', { kind: 'key', id: '' }],
    ['User=ann', { kind: 'user', id: 'ann' }],
    ['Team=red', { kind: 'team', id: 'red' }],
    ['TeamMember=red/ann', { kind: 'member', id: 'red/ann' }],
    ['EndUser=customer-7', { kind: 'customer', id: 'customer-7' }],
    ['Tag=nightly', { kind: 'tag', id: 'nightly' }],
    ['Model=model', { kind: 'model', id: 'model' }],
    ['Proxy', { kind: 'global', id: '' }],
  ];

  it.each(scopes)('of %s refuses what does not fit, in its own name', async (words, scope) => {
    const { upstream, gateway } = await setUp();
    const ledger = await otherLedger(gateway);
    const key = await newKey(gateway, { user_id: 'ann', team_id: 'red' });
    const own = scope.kind === 'key' ? { kind: 'key' as const, id: key.token } : scope;
    await ledger.budgets.define(own, budgetOf(0.02 * NANO));
    const body = { ...CALL, user: 'customer-7', metadata: { tags: ['nightly'] } };
    expect((await gateway.chat(body, key.headers)).status).toBe(200);
    const refused = await gateway.chat(body, key.headers);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-should-retry')).toBe('false');
    const { type, message } = await errorOf(refused);
    expect(type).toBe('budget_exceeded');
    expect(message).toMatch(/^Budget has been exceeded! .* Current cost: 0\.015\d*, Max budget: 0\.02\./);
    expect(message).toContain(words);
    expect(upstream.requests).toHaveLength(1);
    expect(await stateOf(ledger, own)).toMatchObject({ reserved: 0 });
  });

  it('of a model holds for that model alone', async () => {
    const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
    upstream.script('model-1', () => ({ text: 'x', ...THOUSAND }));
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'model')}${openAiModel(upstream, 'other', 'model-2')}`,
    );
    const limits = { model_max_budget: { model: { budget_limit: 0.02, time_period: '1d' } } };
    const { headers } = await newKey(gateway, limits);
    expect((await gateway.chat(CALL, headers)).status).toBe(200);
    expect((await gateway.chat(CALL, headers)).status).toBe(429);
    expect((await gateway.chat({ ...CALL, model: 'other' }, headers)).status).toBe(200);
  });

  it('of a deployment leaves its requests to the others of the group', async () => {
    const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
    for (const model of ['model-1', 'model-2']) upstream.script(model, () => ({ text: model, ...THOUSAND }));
    const first = openAiModel(upstream, 'model', 'model-1', '      max_budget: 0.02\n      order: 1\n');
    const gateway = await startTestGateway(
      `model_list:\n${first}${openAiModel(upstream, 'model', 'model-2', '      order: 2\n')}`,
    );
    for (let count = 0; count < 3; count++) expect((await gateway.chat(CALL)).status).toBe(200);
    expect(upstream.requests.map(({ model }) => model)).toEqual(['model-1', 'model-2', 'model-2']);
  });

  it('of each customer holds from its first call on, by the config', async () => {
    const { gateway } = await setUp('litellm_settings:\n  max_end_user_budget: 0.02\n');
    expect((await gateway.chat({ ...CALL, user: 'one' })).status).toBe(200);
    expect((await gateway.chat({ ...CALL, user: 'one' })).status).toBe(429);
    expect((await gateway.chat({ ...CALL, user: 'other' })).status).toBe(200);
    expect((await gateway.chat(CALL)).status).toBe(200);
  });

  it('for everything together follows the config while it is edited', async () => {
    const { gateway } = await setUp('litellm_settings:\n  max_budget: 0.02\n');
    expect((await gateway.chat(CALL)).status).toBe(200);
    const refused = await gateway.chat(CALL);
    expect(refused.status).toBe(429);
    expect((await errorOf(refused)).message).toContain('Proxy');
    const config = await readFile(gateway.configFile, 'utf8');
    await writeFile(gateway.configFile, config.replace('max_budget: 0.02', 'max_budget: 1'));
    while ((await gateway.chat(CALL)).status !== 200) await new Promise((resolve) => setImmediate(resolve));
  });

  it('begins again when its window is over, and keeps what was spent for ever', async () => {
    const { gateway } = await setUp();
    const key = await newKey(gateway, { max_budget: 0.02, budget_duration: '1s' });
    let refusals = 0;
    for (let answers = 0; answers < 3 || refusals === 0; ) {
      // Of two at once, the window has room for one.
      const both = await Promise.all([gateway.chat(CALL, key.headers), gateway.chat(CALL, key.headers)]);
      const answered = both.filter(({ status }) => status === 200).length;
      answers += answered;
      refusals += both.length - answered;
    }
    const state = await stateOf(await otherLedger(gateway), { kind: 'key', id: key.token });
    expect(state?.spendForEver).toBeGreaterThan(0.045 * NANO);
  });
});

describe('100 parallel requests against a budget for 10', () => {
  it.each([false, true])('get 10 answers; streamed: %s', { timeout: TIMEOUT_MS }, async (stream) => {
    const { upstream, gateway } = await setUp();
    const release = holdAnswers(upstream);
    const { headers, token } = await newKey(gateway, { max_budget: 0.155 });
    const pending = Array.from({ length: 100 }, async () => {
      const response = await gateway.chat({ ...CALL, stream }, headers);
      await response.text();
      return response.status;
    });
    await upstream.requested(10);
    release();
    const statuses = await Promise.all(pending);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(90);
    const state = await stateOf(await otherLedger(gateway), { kind: 'key', id: token });
    expect(state?.spend).toBeLessThanOrEqual(0.155 * NANO);
    expect(state?.reserved).toBe(0);
  });

  it('give back what they held when their clients leave', async () => {
    const { upstream, gateway } = await setUp();
    holdAnswers(upstream);
    const { headers, token } = await newKey(gateway, { max_budget: 0.155 });
    const client = new AbortController();
    const gone = Array.from({ length: 10 }, (_, index) =>
      fetch(`${gateway.baseUrl}/v1/chat/completions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...CALL, stream: index % 2 === 0 }),
        signal: client.signal,
      }).catch(() => undefined),
    );
    await upstream.requested(10);
    client.abort();
    await Promise.all(gone);
    const ledger = await otherLedger(gateway);
    while ((await gateway.rows()).length < 10) await new Promise((resolve) => setImmediate(resolve));
    expect(await stateOf(ledger, { kind: 'key', id: token })).toMatchObject({ reserved: 0 });
  });
});

describe('an answer that outgrows its reservation', () => {
  /** 4000 characters are about 1000 tokens; 10 tokens are reserved. */
  const long = 'word '.repeat(4000);
  const config = (outgrown: string) => `torii_settings:\n  budgets:\n    outgrown_answers: ${outgrown}\n`;

  it('reserves more as it goes, so that others see what it takes', async () => {
    const { upstream, gateway } = await setUp();
    let reach: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    upstream.script('model-1', () => ({
      text: long,
      chunkSize: 500,
      gate: (index) => {
        if (index < 30) return;
        reach();
        return gate;
      },
    }));
    const { headers, token } = await newKey(gateway, { max_budget: 1 });
    const answer = gateway.chat({ ...CALL, max_tokens: 10, stream: true }, headers).then((response) => response.text());
    await reached;
    const ledger = await otherLedger(gateway);
    const held = async () => (await stateOf(ledger, { kind: 'key', id: token }))?.reserved ?? 0;
    while ((await held()) < 0.03 * NANO) await new Promise((resolve) => setImmediate(resolve));
    release();
    await answer;
    expect(await held()).toBe(0);
  });

  it('may finish without room, and closes the budget for others', async () => {
    const { upstream, gateway } = await setUp(config('finish'));
    const usage = { prompt_tokens: 10, completion_tokens: 5000, total_tokens: 5010 };
    upstream.script('model-1', () => ({ text: long, chunkSize: 500, usage }));
    const { headers } = await newKey(gateway, { max_budget: 0.01 });
    const answer = await frames(await gateway.chat({ ...CALL, max_tokens: 10, stream: true }, headers));
    expect(answer.at(-1)).toBe('[DONE]');
    expect((await gateway.chat({ ...CALL, max_tokens: 1 }, headers)).status).toBe(429);
  });

  it('is stopped with a budget error where its owner chose so', async () => {
    const { upstream, gateway } = await setUp(config('stop'));
    upstream.script('model-1', () => ({ text: long, chunkSize: 500 }));
    const { headers } = await newKey(gateway, { max_budget: 0.01 });
    const answer = await frames(await gateway.chat({ ...CALL, max_tokens: 10, stream: true }, headers));
    expect(JSON.parse(answer.at(-1) ?? '')).toMatchObject({ error: { type: 'budget_exceeded', code: '429' } });
    const row = await rowWhere(gateway, ({ status }) => status === 'failure');
    expect(row.spend).toBeGreaterThan(0);
  });
});

describe('a model without a known price', () => {
  const unpriced = async (choice: string) => {
    const upstream = await openAiUpstream();
    return await startTestGateway(`model_list:
  - model_name: model
    litellm_params:
      model: openai/model-1
      api_base: ${upstream.url}
      api_key: sk-test-upstream
torii_settings:
  budgets:
    unpriced_models: ${choice}
`);
  };

  it('is refused to callers with a budget, and to no others', async () => {
    const gateway = await unpriced('refuse');
    const { headers } = await newKey(gateway, { max_budget: 1 });
    const refused = await gateway.chat(CALL, headers);
    expect(refused.status).toBe(429);
    expect(await errorOf(refused)).toMatchObject({
      type: 'unknown_price',
      message: expect.stringContaining('input_cost_per_token'),
    });
    expect((await gateway.chat(CALL)).status).toBe(200);
  });

  it('counts as nothing where the owner chose so', async () => {
    const gateway = await unpriced('allow');
    const { headers } = await newKey(gateway, { max_budget: 1 });
    expect((await gateway.chat(CALL, headers)).status).toBe(200);
  });
});

describe('at the cap', () => {
  const other = (upstream: OpenAiSimulator, price: string) => `  - model_name: cheap
    litellm_params:
      model: openai/model-2
      api_base: ${upstream.url}
      api_key: sk-test-upstream
      input_cost_per_token: ${price}
      output_cost_per_token: ${price}
`;
  async function withCheaper(price: string, settings = '') {
    const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
    upstream.script('model-1', () => ({ text: 'dear', ...THOUSAND }));
    upstream.script('model-2', () => ({ text: 'cheap', ...THOUSAND }));
    const models = `model_list:\n${openAiModel(upstream, 'model')}${other(upstream, price)}`;
    return { upstream, gateway: await startTestGateway(models + settings) };
  }

  it("a key's budget_fallbacks lead to a cheaper group while that has room", async () => {
    const { upstream, gateway } = await withCheaper('0.000001');
    const { headers } = await newKey(gateway, { max_budget: 0.0175, budget_fallbacks: { model: ['cheap'] } });
    const groups: (string | null)[] = [];
    for (let count = 0; count < 3; count++) {
      groups.push((await gateway.chat(CALL, headers)).headers.get('x-litellm-model-group'));
    }
    expect(groups).toEqual(['model', 'cheap', 'cheap']);
    const refused = await gateway.chat(CALL, headers);
    expect(refused.status).toBe(429);
    expect((await errorOf(refused)).message).toContain('Max budget: 0.0175');
    expect(upstream.requests).toHaveLength(3);
  });

  it('a group that costs nothing stands in even when nothing is left', async () => {
    const settings = 'torii_settings:\n  budgets:\n    at_cap: fallback\n    fallbacks:\n      "*": [cheap]\n';
    const { gateway } = await withCheaper('0', settings);
    const { headers } = await newKey(gateway, { max_budget: 0.0001, models: ['model', 'cheap'] });
    const answer = await gateway.chat(CALL, headers);
    expect([answer.status, answer.headers.get('x-litellm-model-group')]).toEqual([200, 'cheap']);
    const [row] = await gateway.rows();
    expect(JSON.stringify(row?.metadata)).toContain("has no room for 'model': 'cheap' answers instead");
  });

  it('a group that the key may not use does not stand in', async () => {
    const settings = 'torii_settings:\n  budgets:\n    at_cap: fallback\n    fallbacks:\n      model: [cheap]\n';
    const { gateway } = await withCheaper('0', settings);
    const { headers } = await newKey(gateway, { max_budget: 0.0001, models: ['model'] });
    expect((await gateway.chat(CALL, headers)).status).toBe(429);
  });

  it('a fallback to a dearer group needs its own room', async () => {
    const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
    upstream.script('model-2', () => ({ kind: 'error', status: 500, name: 'server_error', message: 'down' }));
    const routes = 'litellm_settings:\n  num_retries: 0\n  fallbacks:\n    - cheap: [model]\n';
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'model')}${other(upstream, '0.000001')}${routes}`,
    );
    const { headers } = await newKey(gateway, { max_budget: 0.01 });
    const failed = await gateway.chat({ ...CALL, model: 'cheap' }, headers);
    expect(failed.status).toBe(500);
    expect(upstream.requests.map(({ model }) => model)).toEqual(['model-2']);
  });
});

describe('a request that asks at the cap', () => {
  const ask = (seconds: number) => `torii_settings:\n  budgets:\n    at_cap: ask\n    ask_timeout: ${seconds}\n`;
  async function asking(seconds = 60) {
    const { upstream, gateway } = await setUp(ask(seconds));
    const key = await newKey(gateway, { max_budget: 0.001, key_alias: 'cline' });
    const events = await notices(gateway);
    return { upstream, gateway, key, events };
  }
  const decide = (gateway: TestGateway, id: string, body: object) => gateway.call(`/torii/budget-requests/${id}`, body);
  const waiting = async (gateway: TestGateway) =>
    ((await (await gateway.call('/torii/budget-requests')).json()) as { requests: { id: string }[] }).requests;

  it('waits, is told of with all that matters, and goes on when it is allowed, once', async () => {
    const { gateway, key, events } = await asking();
    const answer = gateway.chat(CALL, key.headers);
    const { question } = await events.first('budget-question');
    expect(question).toMatchObject({
      scope: 'key',
      scopeId: key.token,
      name: expect.stringMatching(/^cline \(sk-\.\.\./),
      modelGroup: 'model',
      spend: 0,
      maxBudget: 0.001 * NANO,
    });
    expect(question.estimate).toBeGreaterThan(0.015 * NANO);
    expect((await waiting(gateway)).map(({ id }) => id)).toEqual([question.id]);
    expect((await decide(gateway, question.id, { decision: 'allow-once' })).status).toBe(200);
    expect((await answer).status).toBe(200);
    expect(await events.first('budget-question-closed')).toMatchObject({ id: question.id });
    expect((await decide(gateway, question.id, { decision: 'allow-once' })).status).toBe(404);
    const client = new AbortController();
    const next = fetch(`${gateway.baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: key.headers,
      body: JSON.stringify(CALL),
      signal: client.signal,
    }).catch(() => undefined);
    while ((await waiting(gateway)).length === 0) await new Promise((resolve) => setImmediate(resolve));
    client.abort();
    await next;
    while ((await waiting(gateway)).length > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('goes on with all others when the budget is raised, until that is spent, too', async () => {
    const { gateway, key, events } = await asking();
    const answers = [gateway.chat(CALL, key.headers), gateway.chat({ ...CALL, stream: true }, key.headers)];
    const { question } = await events.first('budget-question');
    while ((await waiting(gateway)).length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect((await decide(gateway, question.id, { decision: 'raise', raise_by: 0.05 })).status).toBe(200);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('is refused when somebody says so, and nobody is asked again about that cap', async () => {
    const { upstream, gateway, key, events } = await asking();
    const answer = gateway.chat({ ...CALL, stream: true }, key.headers);
    const { question } = await events.first('budget-question');
    await decide(gateway, question.id, { decision: 'refuse' });
    expect((await answer).status).toBe(429);
    expect((await gateway.chat(CALL, key.headers)).status).toBe(429);
    expect(events.seen.filter(({ type }) => type === 'budget-question')).toHaveLength(1);
    expect(upstream.requests).toHaveLength(0);
  });

  it('is refused when nobody answers in time', async () => {
    const { gateway, key } = await asking(0.05);
    expect((await gateway.chat(CALL, key.headers)).status).toBe(429);
    expect((await gateway.chat({ ...CALL, stream: true }, key.headers)).status).toBe(429);
  });

  it('is decided by an administrator alone, in a body that says how', async () => {
    const { gateway, key } = await asking();
    expect((await gateway.call('/torii/budget-requests/x', { decision: 'refuse' }, key.headers)).status).toBe(401);
    expect((await gateway.call('/torii/budget-requests', undefined, key.headers)).status).toBe(401);
    expect((await decide(gateway, 'x', { decision: 'raise' })).status).toBe(400);
  });
});

describe('warnings', () => {
  it('come once for each mark, and for a soft budget, which refuses nothing', async () => {
    const { gateway } = await setUp();
    const key = await newKey(gateway, { key_alias: 'cline', soft_budget: 0.01 });
    await define(gateway, { kind: 'team', id: 'red' }, budgetOf(0.018 * NANO));
    const events = await notices(gateway);
    expect((await gateway.chat(CALL, key.headers)).status).toBe(200);
    expect((await events.first('budget-warning')).warning).toMatchObject({ scope: 'key', name: 'cline', mark: 'soft' });
    expect((await gateway.chat(CALL, key.headers)).status).toBe(200);
    const member = await newKey(gateway, { team_id: 'red' });
    expect((await gateway.chat(CALL, member.headers)).status).toBe(200);
    const marks = () =>
      events.seen.flatMap((notice) => (notice.type === 'budget-warning' ? [notice.warning.mark] : []));
    while (marks().length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(marks()).toEqual(['soft', '80']);
  });
});
