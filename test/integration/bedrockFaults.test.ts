import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayError } from '../../src/domain/errors.ts';
import { type BedrockSimulatorOptions, refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { SONNET_37, textOf, toCall, toDeployment, toRequest } from '../simulators/bedrock/fixtures.ts';
import { failureOf, type ProviderHarness, startHarness } from '../simulators/bedrock/providerHarness.ts';
import { breakAfter, type Scripted, throttled } from '../simulators/bedrock/scenario.ts';

let harness: ProviderHarness;

async function start(
  options: BedrockSimulatorOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  harness = await startHarness(options, environment);
}

afterEach(() => harness.close());

describe('faults', () => {
  beforeEach(() => start());

  it.each<[string, Scripted, Partial<GatewayError>]>([
    ['a reset before headers', { kind: 'reset-before-headers' }, { kind: 'connection', retryable: true }],
    ['a reset in mid-stream', breakAfter(3, { type: 'reset' }), { kind: 'connection' }],
    ['half a frame', breakAfter(3, { type: 'half-frame' }), { kind: 'connection' }],
    [
      'garbage in the stream',
      breakAfter(2, { type: 'garbage' }),
      { kind: 'connection', providerCode: 'MalformedStream' },
    ],
    ['zeros in the stream', breakAfter(2, { type: 'garbage', bytes: new Uint8Array(64) }), { kind: 'connection' }],
    ['garbage from the start', { kind: 'garbage-body', body: '<html>proxy</html>' }, { kind: 'connection' }],
    ['an empty stream', { kind: 'garbage-body', body: '' }, { kind: 'connection' }],
    [
      'a page instead of a stream',
      { kind: 'garbage-body', body: '<html>', contentType: 'text/html' },
      { kind: 'connection' },
    ],
    ['an end before the end', breakAfter(3, { type: 'end' }), { kind: 'connection', providerCode: 'IncompleteStream' }],
    [
      '429',
      throttled(),
      { kind: 'rate-limit', status: 429, retryAfterMs: undefined, providerCode: 'ThrottlingException' },
    ],
    ['429 with Retry-After', throttled(7), { kind: 'rate-limit', retryAfterMs: 7000 }],
    [
      '500',
      { kind: 'error', status: 500, name: 'InternalServerException', message: 'Internal' },
      { kind: 'unavailable', status: 503 },
    ],
    [
      '503',
      { kind: 'error', status: 503, name: 'ServiceUnavailableException', message: 'Busy' },
      { kind: 'unavailable' },
    ],
    [
      '408 of the model',
      { kind: 'error', status: 408, name: 'ModelTimeoutException', message: 'Slow' },
      { kind: 'timeout' },
    ],
    [
      '424 of the model',
      { kind: 'error', status: 424, name: 'ModelErrorException', message: 'Bad' },
      { kind: 'connection' },
    ],
    [
      '403',
      { kind: 'error', status: 403, name: 'AccessDeniedException', message: 'No access' },
      { kind: 'permission', status: 403 },
    ],
    ['404', { kind: 'error', status: 404, name: 'ResourceNotFoundException', message: 'None' }, { kind: 'not-found' }],
    [
      'an exception first',
      breakAfter(0, { type: 'exception', name: 'throttlingException', message: 'Slow down' }),
      { kind: 'rate-limit', upstreamRequestId: 'sim-request-1' },
    ],
    [
      'an exception after text',
      breakAfter(3, { type: 'exception', name: 'modelStreamErrorException', message: 'Broken' }),
      { kind: 'connection' },
    ],
    [
      'an unknown exception',
      breakAfter(3, { type: 'exception', name: 'brandNewException', message: 'New' }),
      { kind: 'connection' },
    ],
    [
      'a prompt that is too long',
      { kind: 'error', status: 400, name: 'ValidationException', message: 'Input is too long for requested model.' },
      { kind: 'context-window', status: 400 },
    ],
  ])('turns %s into a typed error', async (_name, scripted, expected) => {
    harness.simulator.script(SONNET_37, [scripted]);
    const error = await failureOf(harness.ask());
    expect(error).toMatchObject({ name: 'GatewayError', provider: 'bedrock', ...expected });
    expect(error.message).toContain('BedrockException');
    expect(textOf(await harness.ask())).toBe('You said: Hello');
  });

  it('turns a refused connection into a typed error', async () => {
    const deployment = toDeployment(SONNET_37, { apiBase: await refusingUrl() });
    const error = await failureOf(harness.provider.chat(toRequest(), toCall(deployment)));
    expect(error).toMatchObject({ kind: 'connection', providerCode: 'ECONNREFUSED' });
  });

  it('turns half a JSON answer into a typed error', async () => {
    harness.simulator.script(SONNET_37, [
      { kind: 'garbage-body', body: '{"output":', contentType: 'application/json' },
    ]);
    expect((await failureOf(harness.ask(false))).kind).toBe('connection');
  });

  it('ignores events of a kind it does not know, and bytes that drip', async () => {
    harness.simulator.script(SONNET_37, [{ text: 'slow', unknownEvent: true, slowBytes: true }]);
    expect(textOf(await harness.ask())).toBe('slow');
  });

  it('takes an answer whose figures got lost', async () => {
    harness.simulator.script(SONNET_37, [{ text: 'whole', usage: null }]);
    const events = await harness.ask();
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
    expect(events.some((event) => event.type === 'usage')).toBe(false);
  });

  it('passes on the refusal of an invalid model id', async () => {
    const deployment = toDeployment('eu.anthropic.anthropic.claude-opus-4-20250514-v1:0');
    const error = await failureOf(
      harness.provider.chat(toRequest(), toCall(deployment, { card: toCall(toDeployment(SONNET_37)).card })),
    );
    expect(error).toMatchObject({
      kind: 'bad-request',
      message: 'BedrockException: The provided model identifier is invalid.',
    });
  });
});
