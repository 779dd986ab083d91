import { describe, expect, it } from 'vitest';
import { throttled } from '../../simulators/openai/scenario.ts';
import { BUSY, messageOf, REFUSED, routedGateway, TWO_BY_ORDER } from './group.ts';

const PAIR = [
  { group: 'model', model: 'a' },
  { group: 'model', model: 'b' },
];

describe('retries', () => {
  it('go to the other deployment of the group at once, and say how many there were', async () => {
    const { upstream, called, ask, gateway } = await routedGateway(PAIR);
    upstream.script('a', () => BUSY);
    upstream.script('b', () => ({ text: 'from b' }));
    for (let round = 0; round < 4; round++) expect((await ask()).status).toBe(200);
    const retried = (await gateway.rows()).filter(({ metadata }) => metadata.attempts.length > 1);
    expect(retried.length).toBe(called().filter((model) => model === 'a').length);
    expect(retried.every(({ metadata }) => metadata.attempts[1]?.reason === 'retry')).toBe(true);
  });

  it('are as many as the request says, before the deployment and the router', async () => {
    const members = PAIR.map((member) => ({ ...member, params: ['num_retries: 1'] }));
    const { upstream, called, ask } = await routedGateway(members, 'router_settings: { num_retries: 0 }\n');
    for (const { model } of members) upstream.script(model, () => BUSY);
    const failed = await ask();
    expect(called()).toHaveLength(2);
    expect(failed.headers.get('x-litellm-attempted-retries')).toBe('1');
    expect(failed.headers.get('x-litellm-max-retries')).toBe('1');
    await ask({ num_retries: 0 });
    expect(called()).toHaveLength(3);
    await ask({}, { authorization: 'Bearer sk-test-master', 'x-litellm-num-retries': '0' });
    expect(called()).toHaveLength(4);
  });

  it('follow retry_policy for its kinds of error, refused requests too', async () => {
    const { upstream, called, ask } = await routedGateway(
      PAIR,
      'router_settings: { num_retries: 3, retry_policy: { BadRequestErrorRetries: 1, InternalServerErrorRetries: 0 } }\n',
    );
    const refusal = { kind: 'error', status: 400, name: 'invalid_request_error', message: 'no' } as const;
    for (const { model } of PAIR) upstream.script(model, [refusal, refusal, BUSY]);
    expect((await ask()).status).toBe(400);
    expect(called()).toHaveLength(2);
    upstream.script('a', () => BUSY);
    upstream.script('b', () => BUSY);
    expect((await ask()).status).toBe(503);
    expect(called()).toHaveLength(3);
  });

  it("follow a group's own policy before the general one", async () => {
    const { upstream, called, ask } = await routedGateway(
      PAIR,
      'router_settings: { retry_policy: { InternalServerErrorRetries: 0 }, model_group_retry_policy: { model: { InternalServerErrorRetries: 1 } } }\n',
    );
    for (const { model } of PAIR) upstream.script(model, () => BUSY);
    await ask();
    expect(called()).toHaveLength(2);
  });

  it('of refused credentials are made at another deployment, and not at the same one', async () => {
    const { upstream, called, ask } = await routedGateway(PAIR);
    upstream.script('a', () => REFUSED);
    upstream.script('b', () => REFUSED);
    expect((await ask()).status).toBe(401);
    expect([...called()].sort()).toEqual(['a', 'b']);
  });
});

describe('order', () => {
  it('sends a request to the next level when the first has no more tries, before any fallback', async () => {
    const { upstream, called, ask, gateway } = await routedGateway(
      [...TWO_BY_ORDER, { group: 'other', model: 'c' }],
      'litellm_settings: { num_retries: 0, fallbacks: [{ model: [other] }] }\n',
    );
    upstream.script('a', () => BUSY);
    const response = await ask();
    expect(called()).toEqual(['a', 'b']);
    // The group is the one that was asked for, and so is the name in the answer.
    expect(await response.json()).toMatchObject({ model: 'model' });
    expect(response.headers.get('x-litellm-model-id')).toBe('id-b');
    expect((await gateway.rows())[0]?.metadata.attempts.map(({ reason }) => reason)).toEqual(['first', 'fallback']);
  });

  it('ends with the error of the last level', async () => {
    const { upstream, ask } = await routedGateway(TWO_BY_ORDER, 'litellm_settings: { num_retries: 0 }\n');
    upstream.script('a', () => BUSY);
    upstream.script('b', () => throttled());
    expect((await ask()).status).toBe(429);
  });

  it('is not climbed for a prompt that is too long', async () => {
    const { upstream, called, ask } = await routedGateway(TWO_BY_ORDER, 'litellm_settings: { num_retries: 0 }\n');
    upstream.script('a', () => ({
      kind: 'error',
      status: 400,
      name: 'invalid_request_error',
      code: 'context_length_exceeded',
      message: "This model's maximum context length is 10 tokens.",
    }));
    expect((await ask()).status).toBe(400);
    expect(called()).toEqual(['a']);
  });
});

describe('enable_weighted_failover', () => {
  it('asks every other deployment of the group once before the fallbacks', async () => {
    const members = ['a', 'b', 'c'].map((model) => ({ group: 'model', model }));
    const { upstream, called, ask } = await routedGateway(
      members,
      'router_settings: { num_retries: 0, enable_weighted_failover: true }\n',
    );
    for (const { model } of members) upstream.script(model, () => BUSY);
    expect((await ask()).status).toBe(503);
    expect([...called()].sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('cooldowns', () => {
  it('leave a throttled deployment alone while another one is there', async () => {
    const { upstream, called, ask } = await routedGateway(TWO_BY_ORDER, 'router_settings: { cooldown_time: 600 }\n');
    upstream.script('a', () => throttled());
    await ask();
    await ask();
    expect(called()).toEqual(['a', 'b', 'b']);
  });

  it('answer 429 with the reason and the time when all rest', async () => {
    const { upstream, called, ask } = await routedGateway(
      TWO_BY_ORDER,
      'router_settings: { num_retries: 0, cooldown_time: 600 }\n',
    );
    upstream.script('a', () => REFUSED);
    upstream.script('b', () => REFUSED);
    expect((await ask()).status).toBe(401);
    const response = await ask();
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    const message = await messageOf(response);
    expect(message).toMatch(
      /^No deployments available for selected model, Try again in \d+ seconds\. Passed model=model\./,
    );
    expect(message).toContain('Why they rest: ');
    expect(called()).toEqual(['a', 'b']);
  });

  it('begin with the first failure beyond allowed_fails', async () => {
    const { upstream, called, ask } = await routedGateway(
      TWO_BY_ORDER,
      'router_settings: { num_retries: 0, allowed_fails: 1, cooldown_time: 600 }\n',
    );
    upstream.script('a', () => BUSY);
    for (let round = 0; round < 3; round++) await ask();
    expect(called()).toEqual(['a', 'b', 'a', 'b', 'b']);
  });

  it('follow allowed_fails_policy', async () => {
    const { upstream, called, ask } = await routedGateway(
      TWO_BY_ORDER,
      'router_settings: { num_retries: 0, allowed_fails_policy: { InternalServerErrorAllowedFails: 0, RateLimitErrorAllowedFails: 100 }, cooldown_time: 600 }\n',
    );
    upstream.script('a', [throttled(), throttled(), BUSY]);
    for (let round = 0; round < 4; round++) await ask();
    expect(called()).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'b']);
  });

  it('never happen where they are switched off', async () => {
    const { upstream, called, ask } = await routedGateway(
      TWO_BY_ORDER,
      'router_settings: { num_retries: 0, disable_cooldowns: true }\n',
    );
    upstream.script('a', () => throttled());
    await ask();
    await ask();
    expect(called()).toEqual(['a', 'b', 'a', 'b']);
  });

  it('are not earned by requests that were at fault themselves', async () => {
    const { upstream, called, ask } = await routedGateway(TWO_BY_ORDER, 'router_settings: { allowed_fails: 0 }\n');
    upstream.script('a', () => ({ kind: 'error', status: 400, name: 'invalid_request_error', message: 'no' }));
    await ask();
    await ask();
    expect(called().filter((model) => model === 'a')).toHaveLength(2);
  });
});
