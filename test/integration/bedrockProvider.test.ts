import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayError } from '../../src/domain/errors.ts';
import type { Provider } from '../../src/domain/ports.ts';
import { createBedrockProvider } from '../../src/providers/bedrock/bedrockProvider.ts';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import {
  type BedrockSimulator,
  type BedrockSimulatorOptions,
  refusingUrl,
  startBedrockSimulator,
} from '../simulators/bedrock/bedrockSimulator.ts';
import {
  collect,
  memoryLogger,
  SONNET_35,
  SONNET_37,
  SONNET_45,
  STILL_CLOCK,
  textOf,
  toCall,
  toDeployment,
  toRequest,
} from '../simulators/bedrock/fixtures.ts';
import { breakAfter, type Scripted, scriptTurns, throttled } from '../simulators/bedrock/scenario.ts';
import { startStsSimulator } from '../simulators/bedrock/stsSimulator.ts';

let simulator: BedrockSimulator;
let provider: Provider;
let logger = memoryLogger();
let home: string;

async function start(options: BedrockSimulatorOptions = {}, environment: Record<string, string> = {}): Promise<void> {
  simulator = await startBedrockSimulator(options);
  logger = memoryLogger();
  provider = createBedrockProvider({
    clock: STILL_CLOCK,
    logger,
    environment: { AWS_BEDROCK_RUNTIME_ENDPOINT: simulator.url, ...environment },
  });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'torii-aws-'));
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  await simulator.close();
  rmSync(home, { recursive: true });
});

async function failureOf(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    return error as GatewayError;
  }
  throw new Error('The call should have failed.');
}

async function ask(stream = true, model = SONNET_37) {
  return collect(await provider.chat(toRequest({ stream }), toCall(toDeployment(model))));
}

describe('answers', () => {
  beforeEach(() => start());

  it.each([true, false])('carries text, usage and the end (stream: %s)', async (stream) => {
    const answer = await provider.chat(toRequest({ stream }), toCall(toDeployment(SONNET_37)));
    const events = await collect(answer);
    expect(answer.region).toBe('us-east-1');
    expect(answer.upstreamRequestId).toBe('sim-request-1');
    expect(answer.headers['x-amzn-requestid']).toBe('sim-request-1');
    expect(events[0]).toEqual({ type: 'start' });
    expect(textOf(events)).toBe('You said: Hello');
    expect(events.at(-2)).toMatchObject({ type: 'usage', usage: { cacheReadTokens: 0 } });
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'stop', raw: 'end_turn' });
    expect(simulator.requests[0]).toMatchObject({ model: SONNET_37, stream });
  });

  it.each([true, false])('carries tool calls under the client’s names (stream: %s)', async (stream) => {
    const name = 'mcp.server/read file';
    simulator.script(SONNET_37, (request) => {
      const sent = request.body.toolConfig?.tools?.[0]?.toolSpec?.name ?? '';
      return { text: 'Reading.', toolUses: [{ name: sent, input: { path: 'a.ts' } }, { name: 'list' }] };
    });
    const tools = [{ name }, { name: 'list' }];
    const events = await collect(await provider.chat(toRequest({ stream, tools }), toCall(toDeployment(SONNET_37))));
    expect(
      events.filter((event) => event.type === 'tool-input-start').map((event) => [event.index, event.name]),
    ).toEqual([
      [0, name],
      [1, 'list'],
    ]);
    const inputOf = (index: number): string =>
      events.map((event) => (event.type === 'tool-input-delta' && event.index === index ? event.text : '')).join('');
    expect(inputOf(0)).toBe('{"path":"a.ts"}');
    expect(inputOf(1)).toBe('{}');
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'tool-calls' });
  });

  it.each([true, false])('carries thinking that the model takes back (stream: %s)', async (stream) => {
    simulator.script(
      SONNET_37,
      scriptTurns([
        {
          thinking: 'Look first.',
          redactedThinking: 'hidden',
          toolUses: [{ name: 'look', id: 'call_1', input: { at: 'x' } }],
        },
        { text: 'Done.' },
      ]),
    );
    const request = toRequest({
      stream,
      tools: [{ name: 'look' }],
      reasoning: { mode: 'enabled', budgetTokens: 2000 },
    });
    const first = await collect(await provider.chat(request, toCall(toDeployment(SONNET_37))));
    const signature = first.flatMap((event) => (event.type === 'thinking-signature' ? [event.signature] : []))[0];
    const data = first.flatMap((event) => (event.type === 'redacted-thinking' ? [event.data] : []))[0] ?? '';
    const next = {
      ...request,
      messages: [
        ...request.messages,
        {
          role: 'assistant' as const,
          content: [
            { type: 'thinking' as const, text: 'Look first.', signature },
            { type: 'redacted-thinking' as const, data },
            { type: 'tool-call' as const, id: 'call_1', name: 'look', arguments: '{"at":"x"}' },
          ],
        },
        {
          role: 'user' as const,
          content: [
            { type: 'tool-result' as const, toolCallId: 'call_1', content: [{ type: 'text' as const, text: 'seen' }] },
          ],
        },
      ],
    };
    expect(textOf(await collect(await provider.chat(next, toCall(toDeployment(SONNET_37)))))).toBe('Done.');
    expect(simulator.requests[1]?.body.additionalModelRequestFields).toEqual({
      thinking: { type: 'enabled', budget_tokens: 2000 },
    });
  });

  it('sends images as bytes', async () => {
    const data = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1').toString('base64');
    const source = { kind: 'base64' as const, mediaType: 'image/jpg', data };
    const messages = [{ role: 'user' as const, content: [{ type: 'image' as const, source }] }];
    await collect(await provider.chat(toRequest({ messages }), toCall(toDeployment(SONNET_37))));
    expect(simulator.requests[0]?.body.messages?.[0]?.content).toEqual([
      { image: { format: 'png', source: { bytes: data } } },
    ]);
  });

  it('writes a cached prefix first and reads it the next time', async () => {
    const system = [{ type: 'text' as const, text: 'rule '.repeat(2000), cacheControl: { ttl: '1h' as const } }];
    const usages = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const events = await collect(await provider.chat(toRequest({ system }), toCall(toDeployment(SONNET_45))));
      usages.push(events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []))[0]);
    }
    expect(usages[0]?.cacheWrite1hTokens).toBeGreaterThan(1024);
    expect(usages[0]).toMatchObject({ cacheReadTokens: 0, cacheWrite5mTokens: 0 });
    expect(usages[1]).toMatchObject({ cacheReadTokens: usages[0]?.cacheWrite1hTokens, cacheWrite1hTokens: 0 });
  });

  it('uses one connection for many requests', async () => {
    for (let count = 0; count < 5; count += 1) await ask();
    expect(simulator.openSockets).toBe(1);
  });

  it('sends the deployment’s own headers', async () => {
    const deployment = toDeployment(SONNET_37, { headers: { 'x-team': 'torii' } });
    await collect(await provider.chat(toRequest(), toCall(deployment)));
    expect(simulator.requests[0]?.headers['x-team']).toBe('torii');
  });

  it('gets JSON from a model without native support by a tool, as text', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    simulator.script(SONNET_37, [{ toolUses: [{ name: 'json_tool_call', input: { city: 'Kyoto' } }] }]);
    const request = toRequest({ responseFormat: { type: 'json-schema', schema } });
    const events = await collect(await provider.chat(request, toCall(toDeployment(SONNET_37))));
    expect(textOf(events)).toBe('{"city":"Kyoto"}');
    expect(events.some((event) => event.type === 'tool-input-start')).toBe(false);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
  });
});

describe('aborts', () => {
  beforeEach(() => start());

  it('resolves at the headers, before the first event', async () => {
    simulator.script(SONNET_37, [breakAfter(0, { type: 'silence' })]);
    const abort = new AbortController();
    const answer = await provider.chat(toRequest(), toCall(toDeployment(SONNET_37), { signal: abort.signal }));
    expect(answer.upstreamRequestId).toBe('sim-request-1');
    abort.abort();
    expect((await failureOf(collect(answer))).kind).toBe('cancelled');
    await simulator.idle();
  });

  it('closes the socket when the signal fires in the middle', async () => {
    simulator.script(SONNET_37, [breakAfter(3, { type: 'silence' })]);
    const abort = new AbortController();
    const answer = await provider.chat(toRequest(), toCall(toDeployment(SONNET_37), { signal: abort.signal }));
    const iterator = answer.events[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const pending = failureOf(
      (async () => {
        while (!(await iterator.next()).done);
      })(),
    );
    abort.abort();
    expect((await pending).kind).toBe('cancelled');
    await simulator.idle();
    expect(simulator.openSockets).toBe(0);
  });

  it('closes the socket when nobody wants the rest', async () => {
    simulator.script(SONNET_37, [breakAfter(3, { type: 'silence' })]);
    const answer = await provider.chat(toRequest(), toCall(toDeployment(SONNET_37)));
    for await (const event of answer.events) if (event.type === 'text-delta') break;
    await simulator.idle();
  });

  it('closes the socket of an answer that nobody began to read', async () => {
    simulator.script(SONNET_37, [breakAfter(3, { type: 'silence' })]);
    const answer = await provider.chat(toRequest(), toCall(toDeployment(SONNET_37)));
    await answer.events[Symbol.asyncIterator]().return?.();
    await simulator.idle();
  });

  it.each([true, false])('gives up waiting for headers (stream: %s)', async (stream) => {
    simulator.script(SONNET_37, [{ kind: 'silence-before-headers' }]);
    const signal = AbortSignal.timeout(50);
    const error = await failureOf(provider.chat(toRequest({ stream }), toCall(toDeployment(SONNET_37), { signal })));
    expect(error).toMatchObject({ kind: 'timeout', status: 408 });
    await simulator.idle();
  });
});

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
    simulator.script(SONNET_37, [scripted]);
    const error = await failureOf(ask());
    expect(error).toMatchObject({ name: 'GatewayError', provider: 'bedrock', ...expected });
    expect(error.message).toContain('BedrockException');
    expect(textOf(await ask())).toBe('You said: Hello');
  });

  it('turns a refused connection into a typed error', async () => {
    const deployment = toDeployment(SONNET_37, { apiBase: await refusingUrl() });
    const error = await failureOf(provider.chat(toRequest(), toCall(deployment)));
    expect(error).toMatchObject({ kind: 'connection', providerCode: 'ECONNREFUSED' });
  });

  it('turns half a JSON answer into a typed error', async () => {
    simulator.script(SONNET_37, [{ kind: 'garbage-body', body: '{"output":', contentType: 'application/json' }]);
    expect((await failureOf(ask(false))).kind).toBe('connection');
  });

  it('ignores events of a kind it does not know, and bytes that drip', async () => {
    simulator.script(SONNET_37, [{ text: 'slow', unknownEvent: true, slowBytes: true }]);
    expect(textOf(await ask())).toBe('slow');
  });

  it('takes an answer whose figures got lost', async () => {
    simulator.script(SONNET_37, [{ text: 'whole', usage: null }]);
    const events = await ask();
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
    expect(events.some((event) => event.type === 'usage')).toBe(false);
  });

  it('passes on the refusal of an invalid model id', async () => {
    const deployment = toDeployment('eu.anthropic.anthropic.claude-opus-4-20250514-v1:0');
    const error = await failureOf(
      provider.chat(toRequest(), toCall(deployment, { card: toCall(toDeployment(SONNET_37)).card })),
    );
    expect(error).toMatchObject({
      kind: 'bad-request',
      message: 'BedrockException: The provided model identifier is invalid.',
    });
  });
});

describe('credentials', () => {
  const session = { ...TEST_CREDENTIALS, sessionToken: 'example-session-token' };
  const noKeys = { region: 'us-east-1' };

  it('signs with a session token from the config', async () => {
    await start({ credentials: [session] });
    const deployment = toDeployment(SONNET_37, { aws: { ...session, region: 'us-east-1' } });
    expect(textOf(await collect(await provider.chat(toRequest(), toCall(deployment))))).toBe('You said: Hello');
  });

  it('signs with keys from the environment', async () => {
    const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
    await start(
      {},
      { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION_NAME: 'eu-west-1' },
    );
    const answer = await provider.chat(
      toRequest(),
      toCall(toDeployment(SONNET_37, { aws: { sessionName: 'unused' } })),
    );
    expect(answer.region).toBe('eu-west-1');
    expect(textOf(await collect(answer))).toBe('You said: Hello');
  });

  it.each(['apiKey', 'environment'])('sends a bearer token of the %s', async (where) => {
    const token = 'sk-test-bearer';
    await start({ bearerTokens: [token] }, where === 'environment' ? { AWS_BEARER_TOKEN_BEDROCK: token } : {});
    const deployment = toDeployment(SONNET_37, { aws: noKeys, apiKey: where === 'apiKey' ? token : undefined });
    expect(textOf(await collect(await provider.chat(toRequest(), toCall(deployment))))).toBe('You said: Hello');
    expect(simulator.requests[0]?.headers['authorization']).toBe(`Bearer ${token}`);
  });

  it('says how to give credentials when there are none', async () => {
    await start({}, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const error = await failureOf(provider.chat(toRequest(), toCall(toDeployment(SONNET_37, { aws: noKeys }))));
    expect(error).toMatchObject({ kind: 'authentication', status: 401 });
    expect(error.message).toContain('aws_access_key_id');
    expect(error.message).toContain('AWS_PROFILE');
  });

  it('names the profile and the command that renews it', async () => {
    await start();
    const deployment = toDeployment(SONNET_37, { aws: { ...noKeys, profile: 'workshop' } });
    const error = await failureOf(provider.chat(toRequest(), toCall(deployment)));
    expect(error.kind).toBe('authentication');
    expect(error.message).toContain('aws sso login --profile workshop');
  });

  it('reads keys and region of a profile, and reads them anew after a refusal', async () => {
    await start();
    writeFileSync(join(home, 'config'), '[profile workshop]\nregion = ap-northeast-1\n');
    const write = (secret: string): void =>
      writeFileSync(
        join(home, 'credentials'),
        `[workshop]\naws_access_key_id = ${TEST_CREDENTIALS.accessKeyId}\naws_secret_access_key = ${secret}\n`,
      );
    write('outdated');
    const call = toCall(toDeployment(SONNET_37, { aws: { profile: 'workshop' } }));
    expect((await failureOf(provider.chat(toRequest(), call))).kind).toBe('authentication');
    write(TEST_CREDENTIALS.secretAccessKey);
    const answer = await provider.chat(toRequest(), call);
    expect(answer.region).toBe('ap-northeast-1');
    await collect(answer);
  });

  it.each([
    ['keys', { externalId: 'outside' }, { Action: 'AssumeRole', ExternalId: 'outside' }],
    ['a web identity', { webIdentityToken: 'jwt' }, { Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: 'jwt' }],
  ])('assumes a role with %s, once for many requests', async (_name, parameters, expected) => {
    await start({ credentials: [session] });
    const sts = await startStsSimulator(session);
    const roleArn = 'arn:aws:iam::123456789012:role/bedrock';
    const aws = {
      ...noKeys,
      ...TEST_CREDENTIALS,
      roleArn,
      sessionName: 'torii-test',
      stsEndpoint: sts.url,
      ...parameters,
    };
    for (let count = 0; count < 2; count += 1) {
      const answer = await provider.chat(toRequest(), toCall(toDeployment(SONNET_37, { aws })));
      expect(textOf(await collect(answer))).toBe('You said: Hello');
    }
    expect(sts.calls).toHaveLength(1);
    expect(sts.calls[0]).toMatchObject({ RoleArn: roleArn, RoleSessionName: 'torii-test', ...expected });
    await sts.close();
  });

  it('hides what AWS echoes of a wrong signature', async () => {
    await start({ credentials: [{ ...session, secretAccessKey: 'another-secret' }] });
    const deployment = toDeployment(SONNET_37, { aws: { ...session, region: 'us-east-1' } });
    const error = await failureOf(provider.chat(toRequest(), toCall(deployment)));
    expect(error).toMatchObject({ kind: 'authentication', providerCode: 'InvalidSignatureException' });
    expect(error.message).not.toContain(session.sessionToken);
    expect(error.message).not.toContain(session.secretAccessKey);
  });

  it('refuses an unknown key as authentication', async () => {
    await start({ credentials: [] });
    expect(await failureOf(ask())).toMatchObject({
      kind: 'authentication',
      providerCode: 'UnrecognizedClientException',
    });
  });
});

describe('inference profiles', () => {
  const bare = 'anthropic.claude-3-7-sonnet-20250219-v1:0';

  it('retries a bare id once with the region’s prefix and remembers it', async () => {
    await start();
    expect(textOf(await ask(true, bare))).toBe('You said: Hello');
    expect(textOf(await ask(false, bare))).toBe('You said: Hello');
    expect(simulator.requests.map((request) => request.model)).toEqual([bare, SONNET_37, SONNET_37]);
    expect(logger.lines.join()).toContain(SONNET_37);
  });

  it('leaves models alone that are served on demand', async () => {
    await start();
    await ask(true, SONNET_35);
    expect(simulator.requests.map((request) => request.model)).toEqual([SONNET_35]);
  });

  it('never prefixes an ARN', async () => {
    await start();
    const arn = `arn:aws:bedrock:us-east-1:123456789012:foundation-model/${bare}`;
    expect((await failureOf(ask(true, arn))).message).toContain('on-demand throughput');
    expect(simulator.requests).toHaveLength(1);
  });
});

describe('thinking that the table has wrong', () => {
  const model = 'us.anthropic.claude-opus-4-7-v1:0';

  it('is asked for as the model wants it, and remembered', async () => {
    await start();
    const request = toRequest({ reasoning: { mode: 'enabled', budgetTokens: 5000 } });
    const call = toCall(toDeployment(model), { card: toCall(toDeployment(SONNET_37)).card });
    for (let count = 0; count < 2; count += 1) await collect(await provider.chat(request, call));
    expect(simulator.requests.map((each) => each.body.additionalModelRequestFields?.['thinking'])).toEqual([
      { type: 'enabled', budget_tokens: 5000 },
      { type: 'adaptive' },
      { type: 'adaptive' },
    ]);
  });

  it('is left out where the model knows nothing of it', async () => {
    await start();
    const request = toRequest({ reasoning: { effort: 'low' } });
    const call = toCall(toDeployment(SONNET_35), { card: toCall(toDeployment(SONNET_37)).card });
    expect(textOf(await collect(await provider.chat(request, call)))).toBe('You said: Hello');
  });
});

describe('addresses', () => {
  it('prefers api_base over the environment’s endpoint', async () => {
    await start({}, { AWS_BEDROCK_RUNTIME_ENDPOINT: await refusingUrl() });
    const deployment = toDeployment(SONNET_37, { apiBase: simulator.url });
    expect(textOf(await collect(await provider.chat(toRequest(), toCall(deployment))))).toBe('You said: Hello');
    expect(provider.endpoint(deployment)).toEqual({ apiBase: simulator.url, region: 'us-east-1' });
  });

  it('refuses routes that do not speak Converse and names those that do', async () => {
    await start();
    const deployment = toDeployment(SONNET_37, { route: 'invoke' });
    const error = await failureOf(provider.chat(toRequest(), toCall(deployment)));
    expect(error.kind).toBe('bad-request');
    expect(error.message).toContain('bedrock/converse/');
  });
});
