import { describe, expect, it } from 'vitest';
import { throttled } from '../../simulators/openai/scenario.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';
import { BUSY, HELLO, type Member, messageOf, routedGateway } from './group.ts';

const FOUR: readonly Member[] = ['a', 'b', 'c', 'd'].map((model) => ({ group: model, model }));
const ONCE = 'num_retries: 0';

const TOO_LONG = {
  kind: 'error',
  status: 400,
  name: 'invalid_request_error',
  code: 'context_length_exceeded',
  message: "This model's maximum context length is 10 tokens.",
} as const;

const REFUSED_CONTENT = {
  kind: 'error',
  status: 400,
  name: 'invalid_request_error',
  code: 'content_policy_violation',
  message: 'Your request was rejected by the content filter.',
} as const;

describe('fallbacks', () => {
  it('follow each other, and those of a fallback are its own', async () => {
    const { upstream, called, ask } = await routedGateway(
      FOUR,
      `litellm_settings: { ${ONCE}, fallbacks: [{ a: [b] }, { b: [a, c] }] }\n`,
    );
    upstream.script('a', () => BUSY);
    upstream.script('b', () => BUSY);
    const response = await ask();
    // The group that was asked for first is not asked again.
    expect(called()).toEqual(['a', 'b', 'c']);
    expect(await response.json()).toMatchObject({ model: 'c' });
    expect(response.headers.get('x-litellm-attempted-fallbacks')).toBe('2');
  });

  it('are followed as deep as max_fallbacks says', async () => {
    const { upstream, called, ask } = await routedGateway(
      FOUR,
      `router_settings: { ${ONCE}, max_fallbacks: 1, fallbacks: [{ a: [b] }, { b: [c] }] }\n`,
    );
    for (const { model } of FOUR) upstream.script(model, () => BUSY);
    expect((await ask()).status).toBe(503);
    expect(called()).toEqual(['a', 'b']);
  });

  it('that all fail leave the first error, with words on what was tried', async () => {
    const { upstream, ask } = await routedGateway(FOUR, `litellm_settings: { ${ONCE}, fallbacks: [{ a: [b, c] }] }\n`);
    upstream.script('a', () => throttled(7));
    upstream.script('b', () => BUSY);
    upstream.script('c', () => BUSY);
    const response = await ask();
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    const message = await messageOf(response);
    expect(message).toContain(
      "Received Model Group=a\nAvailable Model Group Fallbacks=['b', 'c']\nError doing the fallback: ",
    );
    expect(message).toContain('busy');
  });

  it('of a prompt that is too long are context_window_fallbacks, where the list has the group', async () => {
    const { upstream, called, ask } = await routedGateway(
      FOUR,
      `litellm_settings: { ${ONCE}, fallbacks: [{ a: [b] }, { d: [b] }], context_window_fallbacks: [{ a: [c] }] }\n`,
    );
    upstream.script('a', () => TOO_LONG);
    upstream.script('d', () => TOO_LONG);
    expect((await ask()).status).toBe(200);
    expect((await ask({ model: 'd' })).status).toBe(400);
    expect(called()).toEqual(['a', 'c', 'd']);
  });

  it('of a refused content are content_policy_fallbacks', async () => {
    const { upstream, called, ask } = await routedGateway(
      FOUR,
      `litellm_settings: { ${ONCE}, fallbacks: [{ a: [b] }], content_policy_fallbacks: [{ a: [c] }] }\n`,
    );
    upstream.script('a', () => REFUSED_CONTENT);
    await ask();
    expect(called()).toEqual(['a', 'c']);
  });

  it('find their group without the provider, and a wildcard of the config', async () => {
    const { upstream, called, ask } = await routedGateway(
      [
        { group: 'openai/a', model: 'a' },
        { group: 'any/*', model: 'b' },
      ],
      `litellm_settings: { ${ONCE}, fallbacks: [{ a: [any/thing] }] }\n`,
    );
    upstream.script('a', () => BUSY);
    expect((await ask()).status).toBe(200);
    expect(called()).toEqual(['a', 'b']);
  });

  it('can be switched off by the request', async () => {
    const { upstream, called, ask } = await routedGateway(
      FOUR,
      `litellm_settings: { ${ONCE}, fallbacks: [{ a: [b] }] }\n`,
    );
    upstream.script('a', () => BUSY);
    expect((await ask({ disable_fallbacks: true })).status).toBe(503);
    expect(called()).toEqual(['a']);
  });
});

describe('fallbacks of a request', () => {
  const CONFIG = `litellm_settings: { ${ONCE}, fallbacks: [{ a: [b] }] }\n`;

  it('as names take the place of the list in the config', async () => {
    const { upstream, called, ask } = await routedGateway(FOUR, CONFIG);
    upstream.script('a', () => BUSY);
    await ask({ fallbacks: ['d', 'c'] });
    expect(called()).toEqual(['a', 'd']);
  });

  it('as objects bring fields of their own, at the same model too', async () => {
    const { upstream, called, ask } = await routedGateway(
      FOUR,
      `litellm_settings: { ${ONCE}, fallbacks: [{ c: [d] }] }\n`,
    );
    upstream.script('a', [BUSY, BUSY]);
    upstream.script('c', [BUSY]);
    const messages = [{ role: 'user', content: 'In other words' }];
    await ask({
      temperature: 0.1,
      fallbacks: [
        { model: 'a', messages },
        { model: 'c', messages, temperature: 0.9, stream: true },
      ],
    });
    expect(called()).toEqual(['a', 'a', 'c', 'd']);
    expect(upstream.requests[1]?.body).toMatchObject({ messages, temperature: 0.1 });
    expect(upstream.requests[2]?.body).toMatchObject({ messages, temperature: 0.9 });
    // What stands in for a fallback takes its request over.
    expect(upstream.requests[3]?.body).toMatchObject({ messages, temperature: 0.9 });
    // Whether the answer streams, the client has decided.
    expect(upstream.requests[2]?.stream).toBe(false);
    expect(upstream.requests.every(({ body }) => !('fallbacks' in body))).toBe(true);
  });

  it('as maps count for each group by its name', async () => {
    const { upstream, called, ask } = await routedGateway(FOUR, CONFIG);
    upstream.script('a', () => BUSY);
    upstream.script('c', () => BUSY);
    await ask({ fallbacks: [{ a: ['c'] }, { c: ['d'] }] });
    expect(called()).toEqual(['a', 'c', 'd']);
  });

  it('for prompts that are too long count for those alone', async () => {
    const { upstream, called, ask } = await routedGateway(FOUR, CONFIG);
    upstream.script('a', [TOO_LONG, BUSY]);
    await ask({ context_window_fallbacks: [{ a: ['d'] }] });
    await ask({ context_window_fallbacks: [{ a: ['d'] }] });
    expect(called()).toEqual(['a', 'd', 'a', 'b']);
  });

  it.each([
    ['a name', ['c']],
    ['an object', [{ model: 'c', messages: HELLO }]],
    ['a map', [{ a: ['c'] }]],
  ])('that a key may not use are refused before anything is sent: %s', async (_form, fallbacks) => {
    const { gateway, called } = await routedGateway(FOUR, CONFIG);
    const { key } = (await (await gateway.call('/key/generate', { models: ['a', 'b'] })).json()) as { key: string };
    const headers = { authorization: `Bearer ${key}` };
    const response = await gateway.chat({ model: 'a', messages: HELLO, fallbacks }, headers);
    expect(response.status).toBe(403);
    expect(await messageOf(response)).toContain("'c'");
    expect(called()).toEqual([]);
  });
});

describe('mock switches', () => {
  const CONFIG = `router_settings: { num_retries: 1, fallbacks: [{ a: [b] }], context_window_fallbacks: [{ a: [c] }], content_policy_fallbacks: [{ a: [d] }] }\n`;

  it.each([
    ['mock_testing_fallbacks', 'b'],
    ['mock_testing_context_fallbacks', 'c'],
    ['mock_testing_content_policy_fallbacks', 'd'],
  ])('%s leads to the fallback without asking the model', async (name, model) => {
    const { upstream, called, ask } = await routedGateway(FOUR, CONFIG);
    const response = await ask({ [name]: true });
    expect(response.headers.get('x-litellm-attempted-fallbacks')).toBe('1');
    expect(called()).toEqual([model]);
    expect(Object.keys(upstream.requests[0]?.body ?? {}).some((key) => key.startsWith('mock'))).toBe(false);
  });

  it('mock_testing_rate_limit_error is followed by a real retry', async () => {
    const members = [...FOUR, { group: 'a', model: 'e' }];
    const { ask, gateway } = await routedGateway(members, CONFIG);
    const response = await ask({ mock_testing_rate_limit_error: true });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-litellm-attempted-retries')).toBe('1');
    expect((await gateway.rows())[0]?.metadata.attempts.map(({ status }) => status)).toEqual(['failure', 'success']);
  });

  it('mock_timeout runs out of the time that the attempt has, and a fallback answers', async () => {
    const [first, ...others] = FOUR;
    const hurried = { group: 'a', model: 'a', ...first, params: ['timeout: 0.01'] };
    const { called, ask } = await routedGateway([hurried, ...others], CONFIG);
    const response = await ask({ mock_timeout: true, num_retries: 0 });
    expect(response.status).toBe(200);
    expect(called()).toEqual(['b']);
    const alone = await ask({ mock_timeout: true, num_retries: 0, disable_fallbacks: true });
    expect(alone.status).toBe(408);
  });

  it('mock_response answers in place of the model, in whole and as a stream', async () => {
    const { called, ask, gateway } = await routedGateway(FOUR, CONFIG);
    expect(await (await ask({ mock_response: 'All is well.' })).json()).toMatchObject({
      model: 'a',
      choices: [{ message: { content: 'All is well.' } }],
      usage: { prompt_tokens: 10, completion_tokens: 20 },
    });
    const text = await (await ask({ mock_response: 'All is well.', stream: true })).text();
    expect(text).toContain('"content":"All is well."');
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
    expect(called()).toEqual([]);
    expect(await gateway.rows()).toHaveLength(2);
  });

  it('a mock_response that names an error is that error', async () => {
    const { called, ask } = await routedGateway(FOUR, CONFIG);
    const response = await ask({ mock_response: 'litellm.ContextWindowExceededError' });
    expect(response.status).toBe(200);
    expect(called()).toEqual(['c']);
    expect((await ask({ mock_response: 'litellm.AuthenticationError', disable_fallbacks: true })).status).toBe(401);
  });

  it('a mock_response of a deployment answers every request to it', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'model', 'model-1', '      mock_response: Not today.\n')}`,
    );
    const response = await gateway.chat({ model: 'model', messages: HELLO });
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Not today.' } }] });
    expect(upstream.requests).toEqual([]);
  });
});
