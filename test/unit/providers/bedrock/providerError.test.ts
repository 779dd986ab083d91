import { describe, expect, it } from 'vitest';
import { toProviderError } from '../../../../src/providers/bedrock/failure/providerError.ts';

const context = { signal: new AbortController().signal, source: { kind: 'chain' as const } };
const thrown = (name: string, message: string, statusCode?: number): unknown =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: statusCode, requestId: 'r-1' } });
const kindOf = (name: string, message: string, statusCode?: number) =>
  toProviderError(thrown(name, message, statusCode), context).kind;

describe('errors', () => {
  it.each([
    'too many tokens: 300000',
    'Member must have length: expected maxLength: 100',
    'Input is too long for requested model.',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'prompt: length: 1..25000',
    'Too many input tokens. Max input tokens: 8192',
    'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
  ])('case 73: "%s" is a full context window', (message) => {
    const error = toProviderError(thrown('ValidationException', message, 400), context);
    expect(error).toMatchObject({ kind: 'context-window', status: 400 });
    expect(error.message).toMatch(/^BedrockException: Context Window Error - /);
  });

  it.each([
    'Conversation blocks and tool result blocks cannot be provided in the same turn.',
    'Malformed input request: #: extraneous key',
    'A conversation must start with a user message.',
  ])('case 74: "%s" is a bad request', (message) => {
    expect(kindOf('ValidationException', message, 400)).toBe('bad-request');
  });

  it('case 75: unusable credentials', () => {
    expect(kindOf('UnrecognizedClientException', 'The security token included in the request is invalid.', 403)).toBe(
      'authentication',
    );
    expect(kindOf('ExpiredTokenException', 'The security token included in the request is expired', 403)).toBe(
      'authentication',
    );
    expect(kindOf('CredentialsProviderError', 'Could not load credentials from any providers')).toBe('authentication');
  });

  it('case 76: permission, throttling in both spellings, time-outs', () => {
    expect(kindOf('AccessDeniedException', 'no', 403)).toBe('permission');
    expect(kindOf('ThrottlingException', 'slow', 429)).toBe('rate-limit');
    expect(kindOf('throttlingException', 'slow')).toBe('rate-limit');
    expect(kindOf('ModelTimeoutException', 'slow', 408)).toBe('timeout');
    expect(kindOf('TimeoutError', 'Socket timed out without establishing a connection')).toBe('timeout');
  });

  it.each([
    [500, 'unavailable'],
    [401, 'authentication'],
    [400, 'bad-request'],
    [404, 'not-found'],
    [408, 'timeout'],
    [422, 'bad-request'],
    [429, 'rate-limit'],
    [503, 'unavailable'],
    [504, 'timeout'],
  ])('case 77: an unknown exception with status %i is %s', (status, kind) => {
    expect(kindOf('SomethingNew', 'text', status)).toBe(kind);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE'])('a socket’s %s is a connection failure', (code) => {
    expect(toProviderError(Object.assign(new Error('x'), { code, name: 'TimeoutError' }), context).kind).toBe(
      'connection',
    );
  });

  it('keeps type and id of the provider, and no secret', () => {
    const error = toProviderError(
      thrown('AccessDeniedException', 'key AKIAEXAMPLE000000001 with Bearer sk-test-abc may not', 403),
      context,
    );
    expect(error).toMatchObject({
      provider: 'bedrock',
      providerCode: 'AccessDeniedException',
      upstreamRequestId: 'r-1',
    });
    expect(error.message).not.toMatch(/AKIAEXAMPLE|sk-test/);
  });

  it('tells a cancelled call from one that timed out', () => {
    const aborted = (reason: unknown) =>
      toProviderError(new Error('aborted'), { ...context, signal: AbortSignal.abort(reason) });
    expect(aborted(undefined).kind).toBe('cancelled');
    expect(aborted(new DOMException('late', 'TimeoutError')).kind).toBe('timeout');
  });
});
