import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayError } from '../../src/domain/errors.ts';
import { refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { collect, textOf, toRequest } from '../simulators/bedrock/fixtures.ts';
import { failureOf } from '../simulators/bedrock/providerHarness.ts';
import type { Break } from '../simulators/bedrock/scenario.ts';
import {
  CHAT_ENDPOINT,
  endpointCall,
  type SagemakerHarness,
  SHARED_ENDPOINT,
  startSagemakerHarness,
  TGI_ENDPOINT,
} from '../simulators/sagemaker/sagemakerHarness.ts';
import type { ScriptedInvocation } from '../simulators/sagemaker/sagemakerSimulator.ts';

let harness: SagemakerHarness;

beforeEach(async () => {
  harness = await startSagemakerHarness();
});
afterEach(() => harness.close());

const BOTH = ['sagemaker', 'sagemaker_chat'] as const;
const ENDPOINTS = { sagemaker: TGI_ENDPOINT, sagemaker_chat: CHAT_ENDPOINT };

describe.each(BOTH)('%s', (provider) => {
  const endpoint = ENDPOINTS[provider];

  it.each([true, false])('answers (stream: %s)', async (stream) => {
    const answer = await (provider === 'sagemaker' ? harness.text : harness.chat).chat(
      toRequest({ stream }),
      endpointCall(provider),
    );
    const events = await collect(answer);
    expect(answer).toMatchObject({ region: 'us-east-1', upstreamRequestId: 'sim-sagemaker-1' });
    expect(events[0]).toMatchObject({ type: 'start' });
    expect(textOf(events)).toBe('You said: Hello');
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
    expect(harness.simulator.requests[0]).toMatchObject({ endpoint, stream });
  });

  it('has no usage where the container counts nothing', async () => {
    const events = await harness.ask(provider, { stream: false });
    expect(events.some(({ type }) => type === 'usage')).toBe(false);
  });

  it('reads the counts at the end of a stream', async () => {
    harness.simulator.script(endpoint, () => ({ text: 'counted', counts: { input: 12, output: 3 } }));
    const usage = (await harness.ask(provider)).find(({ type }) => type === 'usage');
    expect(usage).toMatchObject({ usage: { inputTokens: 12, outputTokens: 3, cacheReadTokens: 0 } });
  });

  it.each([1, 7, 1000])('reads a stream that is cut every %i bytes', async (partSize) => {
    harness.simulator.script(endpoint, () => ({ text: '日本語で 答えます 🗻 end', partSize }));
    expect(textOf(await harness.ask(provider))).toBe('日本語で 答えます 🗻 end');
  });

  it('says that an answer was cut at its limit', async () => {
    harness.simulator.script(endpoint, () => ({ text: 'too long', reason: 'length' }));
    expect((await harness.ask(provider)).at(-1)).toMatchObject({ type: 'end', reason: 'length' });
  });

  it.each<[string, ScriptedInvocation, Partial<GatewayError>]>([
    ['a reset before headers', { kind: 'reset-before-headers' }, { kind: 'connection' }],
    ['a reset midway', broken({ type: 'reset' }), { kind: 'connection' }],
    ['half a frame', broken({ type: 'half-frame' }), { kind: 'connection' }],
    ['garbage midway', broken({ type: 'garbage' }), { kind: 'connection', providerCode: 'MalformedStream' }],
    ['an end too early', broken({ type: 'end' }), { kind: 'connection', providerCode: 'IncompleteStream' }],
    [
      'a page in place of a stream',
      { kind: 'garbage-body', body: '<html>', contentType: 'text/html' },
      { kind: 'connection' },
    ],
    [
      'ModelStreamError midway',
      broken({ type: 'exception', name: 'ModelStreamError', message: 'broken' }),
      { kind: 'connection', providerCode: 'ModelStreamError' },
    ],
    [
      'InternalStreamFailure midway',
      broken({ type: 'exception', name: 'InternalStreamFailure', message: 'broken' }),
      { kind: 'unavailable' },
    ],
    [
      'throttling',
      {
        kind: 'error',
        status: 400,
        name: 'ThrottlingException',
        message: 'Rate exceeded',
        headers: { 'retry-after': '2' },
      },
      { kind: 'rate-limit', status: 429, retryAfterMs: 2000 },
    ],
    [
      'ServiceUnavailable',
      { kind: 'error', status: 503, name: 'ServiceUnavailable', message: 'busy' },
      { kind: 'unavailable' },
    ],
    [
      'InternalFailure',
      { kind: 'error', status: 500, name: 'InternalFailure', message: 'oops' },
      { kind: 'unavailable' },
    ],
    [
      'a model that is not ready',
      { kind: 'error', status: 429, name: 'ModelNotReadyException', message: 'loading' },
      { kind: 'unavailable' },
    ],
    [
      'denied access',
      { kind: 'error', status: 403, name: 'AccessDeniedException', message: 'no' },
      { kind: 'permission' },
    ],
    [
      'expired credentials',
      { kind: 'error', status: 403, name: 'ExpiredTokenException', message: 'expired' },
      { kind: 'authentication' },
    ],
    [
      'another ValidationError',
      { kind: 'error', status: 400, name: 'ValidationError', message: '1 validation error detected' },
      { kind: 'bad-request' },
    ],
    [
      'a container that fails',
      { kind: 'model-error', status: 500, body: { error: 'CUDA out of memory' } },
      { kind: 'unavailable', providerCode: 'ModelError' },
    ],
    [
      'a container that is overloaded',
      { kind: 'model-error', status: 429, body: { error: 'Model is overloaded', error_type: 'overloaded' } },
      { kind: 'rate-limit' },
    ],
    [
      'a prompt that is too long',
      {
        kind: 'model-error',
        status: 422,
        body: { error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000' },
      },
      { kind: 'context-window', status: 400 },
    ],
    [
      'an error in the stream',
      { lines: ['data:{"error":"Request failed during generation","error_type":"generation"}\n\n'] },
      { kind: 'unavailable', providerCode: 'generation' },
    ],
    ['a stream of nothing', { lines: [] }, { kind: 'connection', providerCode: 'IncompleteStream' }],
    [
      'a stream that is not JSON',
      { lines: ['data:{"tok\n\n'] },
      { kind: 'connection', providerCode: 'MalformedStream' },
    ],
  ])('turns %s into a typed error', async (_name, scripted, expected) => {
    harness.simulator.script(endpoint, (_request, turn) => (turn === 0 ? scripted : { text: 'fine again' }));
    const error = await failureOf(harness.ask(provider));
    expect(error).toMatchObject({ name: 'GatewayError', ...expected });
    expect(error.message).toContain('SagemakerException - ');
    expect(textOf(await harness.ask(provider))).toBe('fine again');
  });

  it.each([true, false])('names the endpoint and the region when it is not there (stream: %s)', async (stream) => {
    const error = await failureOf(
      harness.ask(provider, { stream }, { model: 'gone', litellmModel: `${provider}/gone` }),
    );
    expect(error).toMatchObject({ kind: 'not-found', status: 404, retryable: false });
    expect(error.message).toContain('no endpoint "gone" in us-east-1');
  });

  it('quotes the container that failed, not the account’s log link', async () => {
    harness.simulator.script(endpoint, () => ({
      kind: 'model-error',
      status: 500,
      body: { error: 'CUDA out of memory' },
    }));
    const error = await failureOf(harness.ask(provider));
    expect(error.message).toBe(
      `SagemakerException - The container of the endpoint "${endpoint}" in us-east-1 answered with status 500: CUDA out of memory`,
    );
  });

  it('turns a refused connection into a typed error', async () => {
    const error = await failureOf(harness.ask(provider, {}, { apiBase: await refusingUrl() }));
    expect(error).toMatchObject({ kind: 'connection', providerCode: 'ECONNREFUSED' });
  });

  it('says what to check when the key is refused, without the key', async () => {
    const aws = { accessKeyId: 'AKIAEXAMPLE000000009', secretAccessKey: 'example-wrong', region: 'us-east-1' };
    const error = await failureOf(harness.ask(provider, {}, { aws }));
    expect(error).toMatchObject({ kind: 'authentication', status: 401 });
    expect(error.message).toContain('aws_access_key_id');
    expect(error.message).not.toContain('AKIAEXAMPLE000000009');
  });

  it('closes the socket when the client goes away in mid-stream', async () => {
    const controller = new AbortController();
    harness.simulator.script(endpoint, () => ({
      text: 'a b c d',
      breakAfter: { events: 2, how: { type: 'silence' } },
    }));
    const answer = await (provider === 'sagemaker' ? harness.text : harness.chat).chat(
      toRequest(),
      endpointCall(provider, {}, { signal: controller.signal }),
    );
    const reading = failureOf(collect(answer));
    controller.abort();
    expect((await reading).kind).toBe('cancelled');
    await harness.simulator.idle();
    expect(harness.simulator.openSockets).toBe(0);
  });

  it('closes the socket when the reading ends early, even before it began', async () => {
    harness.simulator.script(endpoint, () => ({ text: 'a b', breakAfter: { events: 1, how: { type: 'silence' } } }));
    const answer = await (provider === 'sagemaker' ? harness.text : harness.chat).chat(
      toRequest(),
      endpointCall(provider),
    );
    await answer.events[Symbol.asyncIterator]().return?.();
    await harness.simulator.idle();
  });

  it('sends the deployment’s own headers, signed', async () => {
    await harness.ask(provider, {}, { headers: { 'x-team': 'torii' } });
    const sent = harness.simulator.requests[0]?.headers;
    expect(sent?.['x-team']).toBe('torii');
    expect(sent?.['authorization']).toMatch(/SignedHeaders=[^,]*x-team/);
  });
});

describe('inference components', () => {
  it('names the component that model_id says', async () => {
    const shared = { litellmModel: `sagemaker/${SHARED_ENDPOINT}`, model: 'small' };
    expect(textOf(await harness.ask('sagemaker', {}, shared))).toBe('You said: Hello');
    expect(harness.simulator.requests[0]?.headers['x-amzn-sagemaker-inference-component']).toBe('small');
  });
});

describe('places', () => {
  it('describes the region’s public endpoint, and the one in the config without its secrets', () => {
    const { deployment } = endpointCall('sagemaker');
    expect(harness.text.endpoint(deployment)).toEqual({ apiBase: harness.simulator.url, region: 'us-east-1' });
    const own = 'https://user:pass@vpce.example.com/endpoints/x/invocations?a=b';
    const configured = { ...deployment, defaults: { sagemaker_base_url: own } };
    expect(harness.text.endpoint(configured).apiBase).toBe('https://vpce.example.com');
  });
});

function broken(how: Break): ScriptedInvocation {
  return { text: 'a few words of an answer', breakAfter: { events: 2, how } };
}
