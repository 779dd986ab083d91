import { describe, expect, it } from 'vitest';
import { toResponseError } from '../../../../src/providers/openai/responseErrors.ts';
import { retryAfterMs } from '../../../../src/providers/openai/retryAfter.ts';
import { resolveTarget } from '../../../../src/providers/openai/target.ts';
import { bodyOf, callTo, clock, logger, NOW } from './fixtures.ts';

const KEY = 'my-very-secret-upstream-key';

function errorOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const environment = {};
  const dispatchers = {
    forUrl: () => Promise.reject(new Error('no network')),
    unkept: () => Promise.reject(new Error('no network')),
    route: () => ({ proxy: undefined, trust: undefined }),
    close: () => Promise.resolve(),
  };
  const { deployment, signal } = callTo({ apiBase: 'http://host:1/v1', apiKey: KEY });
  return toResponseError(status, typeof body === 'string' ? body : JSON.stringify(body), {
    context: { clock, logger, environment, dispatchers },
    target: resolveTarget(deployment, environment, '/chat/completions'),
    signal,
    headers,
    upstreamRequestId: 'req-1',
    body: bodyOf([]),
  });
}

function said(message: string, more: object = {}) {
  return { error: { message, type: 'invalid_request_error', ...more } };
}

describe('a status of failure', () => {
  it.each([
    [400, 'bad-request', 400, false],
    [401, 'authentication', 401, false],
    [402, 'permission', 403, false],
    [403, 'permission', 403, false],
    [404, 'not-found', 404, false],
    [408, 'timeout', 408, true],
    [409, 'conflict', 409, true],
    [413, 'too-large', 413, false],
    [415, 'bad-request', 400, false],
    [422, 'bad-request', 400, false],
    [429, 'rate-limit', 429, true],
    [500, 'internal', 500, true],
    [501, 'internal', 500, true],
    [502, 'unavailable', 503, true],
    [503, 'unavailable', 503, true],
    [504, 'timeout', 504, true],
    [529, 'unavailable', 503, true],
  ])('%s is %s', (upstream, kind, status, retryable) => {
    const error = errorOf(upstream, said('No.', { code: 'c', param: 'p' }));
    expect(error).toMatchObject({ kind, status, retryable, message: 'No.', providerCode: 'c', param: 'p' });
    expect(error).toMatchObject({ provider: 'openai', upstreamRequestId: 'req-1' });
  });

  it.each([
    said("This model's maximum context length is 8192 tokens. However, you requested 9000 tokens."),
    said('Too long.', { code: 'context_length_exceeded' }),
    { object: 'error', message: 'The prompt is too long: 9000, model maximum context length: 8192', code: 400 },
    {
      error: {
        code: 400,
        message: 'the request exceeds the available context size',
        type: 'exceed_context_size_error',
      },
    },
    { detail: 'Input is too long for requested model' },
  ])('a prompt that does not fit: %j', (body) => {
    expect(errorOf(400, body)).toMatchObject({ kind: 'context-window', status: 400 });
  });

  it.each([said('Your request was rejected by our safety system.'), said('x', { code: 'content_policy_violation' })])(
    'a prompt that is not allowed: %j',
    (body) => {
      expect(errorOf(400, body).kind).toBe('content-policy');
    },
  );
});

describe('the message', () => {
  it.each([
    [{ error: 'plain text' }, 'plain text'],
    [{ message: 'bare' }, 'bare'],
    [{ detail: 'fast api' }, 'fast api'],
    [{ detail: [{ loc: ['body'], msg: 'field required' }] }, '[{"loc":["body"],"msg":"field required"}]'],
    [[{ error: { message: 'in a list' } }], 'in a list'],
    ['upstream says no', 'upstream says no'],
  ])('of %j', (body, message) => {
    expect(errorOf(400, body).message).toBe(message);
  });

  it('says where and what to check when the server said nothing', () => {
    expect(errorOf(404, '<html>nginx</html>').message).toBe(
      'The server at host:1 answered with status 404. Check that api_base ends in /v1 and that the server knows the model.',
    );
    expect(errorOf(503, '').message).toBe('The server at host:1 answered with status 503.');
  });

  it('never shows a key', () => {
    const message = errorOf(401, said(`Incorrect API key: ${KEY}, or sk-test-1234567890abcdef`)).message;
    expect(message).toBe('Incorrect API key: [hidden], or sk-[hidden]');
  });
});

describe('Retry-After', () => {
  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '1234', 'retry-after': '9' }, 1234],
    [{ 'retry-after': new Date(NOW + 60_000).toUTCString() }, 60_000],
    [{ 'retry-after': new Date(NOW - 60_000).toUTCString() }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{}, undefined],
  ])('%j', (headers: Record<string, string>, expected) => {
    expect(retryAfterMs(headers, NOW)).toBe(expected);
    expect(errorOf(429, '', headers).retryAfterMs).toBe(expected);
  });
});
