import { describe, expect, it } from 'vitest';
import type { BudgetScope, ScopeLimits } from '../../src/domain/budget.ts';
import type { OpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { define, HELLO, newKey, otherLedger } from './support/limits.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

/** For a machine that does much else; still shorter than a window of the limiter. */
const TIMEOUT_MS = 55_000;
const CALL = { model: 'model', messages: HELLO };

interface Setup {
  readonly upstream: OpenAiSimulator;
  readonly gateway: TestGateway;
}

async function setUp(further = ''): Promise<Setup> {
  const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
  const models = openAiModel(upstream, 'model') + openAiModel(upstream, 'other', 'model-2');
  return { upstream, gateway: await startTestGateway(`model_list:\n${models}${further}`) };
}

/** Answers that wait; `open` lets them go. */
function heldAnswers(upstream: OpenAiSimulator): () => void {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  upstream.script('model-1', async () => {
    await gate;
    return { text: 'x' };
  });
  return open;
}

describe('requests per minute', { timeout: TIMEOUT_MS }, () => {
  it("are refused beyond the limit, in LiteLLM's words and with its headers", async () => {
    const { upstream, gateway } = await setUp();
    const { headers, token } = await newKey(gateway, { rpm_limit: 2 });
    const good = await gateway.chat(CALL, headers);
    expect(good.headers.get('x-ratelimit-api_key-remaining-requests')).toBe('1');
    expect(good.headers.get('x-ratelimit-api_key-limit-requests')).toBe('2');
    expect(good.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    expect(good.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+s$/);
    expect((await gateway.chat({ ...CALL, stream: true }, headers)).status).toBe(200);
    const refused = await gateway.chat(CALL, headers);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.headers.get('rate_limit_type')).toBe('requests');
    expect(Number(refused.headers.get('reset_at'))).toBeGreaterThan(Date.now() / 1000);
    const { error } = (await refused.json()) as { error: { message: string; code: string } };
    expect(error.code).toBe('429');
    expect(error.message).toMatch(
      new RegExp(
        `^Rate limit exceeded for api_key: ${token}\\. Limit type: requests\\. Current limit: 2, Remaining: 0\\. Limit resets at: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC$`,
      ),
    );
    expect(upstream.requests).toHaveLength(2);
  });

  it('are counted for one model of a key', async () => {
    const { gateway } = await setUp();
    const { headers } = await newKey(gateway, { model_rpm_limit: { model: 1 } });
    const good = await gateway.chat(CALL, headers);
    expect(good.headers.get('x-ratelimit-model_per_key-remaining-requests')).toBe('0');
    expect((await gateway.chat(CALL, headers)).status).toBe(429);
    expect((await gateway.chat({ ...CALL, model: 'other' }, headers)).status).toBe(200);
  });

  const scopes: readonly (readonly [string, BudgetScope])[] = [
    ['user', { kind: 'user', id: 'ann' }],
    ['team', { kind: 'team', id: 'red' }],
    ['team_member', { kind: 'member', id: 'red/ann' }],
    ['end_user', { kind: 'customer', id: 'customer-7' }],
    ['tag', { kind: 'tag', id: 'nightly' }],
    ['model', { kind: 'model', id: 'model' }],
  ];

  it.each(scopes)('are counted for a %s', async (name, scope) => {
    const { gateway } = await setUp();
    await define(gateway, scope, { windows: [], rpm: 1 });
    const { headers } = await newKey(gateway, { user_id: 'ann', team_id: 'red' });
    const body = { ...CALL, user: 'customer-7', metadata: { tags: ['nightly'] } };
    expect((await gateway.chat(body, headers)).headers.get(`x-ratelimit-${name}-remaining-requests`)).toBe('0');
    const refused = await gateway.chat(body, headers);
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain(`Rate limit exceeded for ${name}: ${scope.id}.`);
  });
});

describe('tokens per minute', () => {
  it('are reserved before the call, and put right after it', async () => {
    const { upstream, gateway } = await setUp();
    upstream.script('model-1', () => ({
      text: 'x',
      usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
    }));
    const { headers } = await newKey(gateway, { tpm_limit: 1000 });
    const good = await gateway.chat({ ...CALL, max_tokens: 700 }, headers);
    expect(Number(good.headers.get('x-ratelimit-api_key-remaining-tokens'))).toBeLessThan(300);
    const next = await gateway.chat({ ...CALL, max_tokens: 900 }, headers);
    expect(next.status).toBe(200);
    const refused = await gateway.chat({ ...CALL, max_tokens: 950 }, headers);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('rate_limit_type')).toBe('tokens');
  });
});

describe('parallel requests', () => {
  const limited: ScopeLimits = { windows: [], maxParallel: 1 };

  it('are refused beyond the limit, and have room again when one ends', async () => {
    const { upstream, gateway } = await setUp();
    const open = heldAnswers(upstream);
    const { headers, token } = await newKey(gateway, {});
    await define(gateway, { kind: 'key', id: token }, limited);
    const first = gateway.chat(CALL, headers);
    await upstream.requested(1);
    const refused = await gateway.chat(CALL, headers);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('rate_limit_type')).toBe('max_parallel_requests');
    open();
    expect((await first).status).toBe(200);
    expect((await gateway.chat(CALL, headers)).status).toBe(200);
  });

  it('have room again when one fails, is refused for its budget, or its client leaves', async () => {
    const { upstream, gateway } = await setUp('litellm_settings:\n  num_retries: 0\n');
    const { headers, token } = await newKey(gateway, {});
    const { budgets } = await otherLedger(gateway);
    await budgets.define({ kind: 'key', id: token }, limited);
    upstream.script('model-1', () => ({ kind: 'error', status: 500, name: 'server_error', message: 'down' }));
    for (let count = 0; count < 3; count++) expect((await gateway.chat(CALL, headers)).status).toBe(500);

    await budgets.define({ kind: 'key', id: token }, { ...limited, windows: [{ maxBudget: 1, duration: undefined }] });
    for (let count = 0; count < 3; count++) {
      const refused = await gateway.chat(CALL, headers);
      expect(await refused.text()).toContain('budget_exceeded');
    }

    await budgets.define({ kind: 'key', id: token }, limited);
    heldAnswers(upstream);
    const client = new AbortController();
    const gone = fetch(`${gateway.baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...CALL, stream: true }),
      signal: client.signal,
    }).catch(() => undefined);
    await upstream.requested(4);
    client.abort();
    await gone;
    upstream.script('model-1', () => ({ text: 'x' }));
    while ((await gateway.chat(CALL, headers)).status !== 200) await new Promise((resolve) => setImmediate(resolve));
  });

  it('of everybody together are limited by the config', async () => {
    const { upstream, gateway } = await setUp('general_settings:\n  global_max_parallel_requests: 2\n');
    const open = heldAnswers(upstream);
    const running = [gateway.chat(CALL), gateway.chat(CALL)];
    await upstream.requested(2);
    const refused = await gateway.chat(CALL);
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('Rate limit exceeded for global');
    open();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  });
});
