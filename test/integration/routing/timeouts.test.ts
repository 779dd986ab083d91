import { describe, expect, it } from 'vitest';
import { contentOf, frames, MASTER_KEY } from '../support/gateway.ts';
import { HELLO, routedGateway } from './group.ts';

const SILENT = { kind: 'silence-before-headers' } as const;
const KEY = { authorization: `Bearer ${MASTER_KEY}` };
const NO_RETRY = 'litellm_settings: { num_retries: 0 }\n';

/** A stream that says nothing more after some events. */
function stopsAfter(events: number) {
  return {
    text: 'some words of an answer',
    chunkSize: 5,
    gate: (index: number) => (index < events ? undefined : new Promise<void>(() => undefined)),
  };
}

describe('the time limit of an attempt', () => {
  it.each([
    ['the deployment', { params: ['timeout: 0.05'] }, {}, {}, '0.05'],
    ['the body, before the deployment', { params: ['timeout: 60'] }, { timeout: 0.04 }, {}, '0.04'],
    ['x-litellm-timeout, before the body', {}, { timeout: 60 }, { 'x-litellm-timeout': '0.03' }, '0.03'],
  ])('is that of %s, and named in x-litellm-timeout', async (_of, member, body, headers, seconds) => {
    const { upstream, ask } = await routedGateway([{ group: 'model', model: 'a', ...member }], NO_RETRY);
    upstream.script('a', () => SILENT);
    const response = await ask(body, { ...KEY, ...headers });
    expect(response.status).toBe(408);
    expect(response.headers.get('x-litellm-timeout')).toBe(seconds);
    await upstream.idle();
  });

  it('is written as Python writes it', async () => {
    const { ask } = await routedGateway([{ group: 'model', model: 'a', params: ['timeout: 7'] }]);
    expect((await ask()).headers.get('x-litellm-timeout')).toBe('7.0');
  });

  it('of a stream is x-litellm-stream-timeout, before every other', async () => {
    const { upstream, ask } = await routedGateway(
      [{ group: 'model', model: 'a', params: ['stream_timeout: 60'] }],
      NO_RETRY,
    );
    upstream.script('a', () => SILENT);
    const headers = { ...KEY, 'x-litellm-timeout': '50', 'x-litellm-stream-timeout': '0.05' };
    const response = await ask({ stream: true }, headers);
    expect(response.status).toBe(408);
    expect(response.headers.get('x-litellm-timeout')).toBe('0.05');
  });
});

describe('ttft_timeout', () => {
  it('ends a stream whose first content is late, and a fallback answers', async () => {
    const { upstream, ask } = await routedGateway(
      [
        { group: 'late', model: 'a', params: ['ttft_timeout: 0.05'] },
        { group: 'good', model: 'b' },
      ],
      'litellm_settings: { num_retries: 0, fallbacks: [{ late: [good] }] }\n',
    );
    upstream.script('a', () => SILENT);
    expect(contentOf(await frames(await ask({ stream: true })))).toBe('Hello from the simulator.');
  });
});

describe('stream_idle_timeout', () => {
  it('ends a stream that falls silent after its first content with an error event', async () => {
    const { upstream, ask } = await routedGateway(
      [{ group: 'model', model: 'a', params: ['stream_idle_timeout: 0.05'] }],
      NO_RETRY,
    );
    upstream.script('a', () => stopsAfter(3));
    const data = await frames(await ask({ stream: true }));
    expect(contentOf(data)).not.toBe('');
    expect(data).not.toContain('[DONE]');
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({ error: { code: '408' } });
    await upstream.idle();
  });
});

describe('the headers of an answer', () => {
  const NAMES = [
    'x-litellm-call-id',
    'x-litellm-version',
    'x-litellm-model-id',
    'x-litellm-model-group',
    'x-litellm-model-api-base',
    'x-litellm-attempted-retries',
    'x-litellm-attempted-fallbacks',
    'x-litellm-timeout',
    'x-litellm-response-duration-ms',
    'x-litellm-overhead-duration-ms',
    'x-litellm-response-cost',
    'x-litellm-response-cost-original',
  ];

  it.each([true, false])('are all there (stream: %s)', async (stream) => {
    const { upstream, ask } = await routedGateway([{ group: 'model', model: 'a' }]);
    upstream.script('a', () => ({ text: 'hi', headers: { 'x-request-id': 'req-7' } }));
    const response = await ask({ stream });
    const unknownYet = new Set(stream ? ['x-litellm-response-cost', 'x-litellm-response-cost-original'] : []);
    expect(NAMES.filter((name) => !unknownYet.has(name) && !response.headers.has(name))).toEqual([]);
    expect(response.headers.get('llm_provider-x-request-id')).toBe('req-7');
    // Only a retry makes it worth telling how many there might be.
    expect(response.headers.has('x-litellm-max-retries')).toBe(false);
    await response.text();
  });

  it('are there on an error, too, with a cost of 0 where no model answered', async () => {
    const { upstream, gateway, ask } = await routedGateway([{ group: 'model', model: 'a' }], NO_RETRY);
    upstream.script('a', () => ({ kind: 'error', status: 503, name: 'overloaded', message: 'busy' }));
    for (const stream of [true, false]) {
      const response = await ask({ stream });
      expect(response.status).toBe(503);
      expect(NAMES.filter((name) => !response.headers.has(name))).toEqual([]);
      expect(response.headers.get('x-litellm-response-cost')).toBe('0');
    }
    const embedding = await gateway.call('/v1/embeddings', { model: 'model', input: 'Hello' });
    expect(embedding.ok).toBe(false);
    expect(embedding.headers.get('x-litellm-model-id')).toBe('id-a');
  });

  it('tell the time that the gateway took apart from that of the model', async () => {
    const { gateway } = await routedGateway([{ group: 'model', model: 'a' }]);
    const { headers } = await gateway.chat({ model: 'model', messages: HELLO });
    const overhead = Number(headers.get('x-litellm-overhead-duration-ms'));
    expect(overhead).toBeGreaterThanOrEqual(0);
    expect(overhead).toBeLessThanOrEqual(Number(headers.get('x-litellm-response-duration-ms')));
  });
});
