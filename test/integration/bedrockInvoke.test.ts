import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent, ChatRequest } from '../../src/domain/chat.ts';
import type { Deployment } from '../../src/domain/deployment.ts';
import type { GatewayError } from '../../src/domain/errors.ts';
import {
  cardOf,
  collect,
  SONNET_35,
  SONNET_37,
  SONNET_45,
  textOf,
  toCall,
  toDeployment,
  toRequest,
} from '../simulators/bedrock/fixtures.ts';
import { failureOf, type ProviderHarness, startHarness } from '../simulators/bedrock/providerHarness.ts';
import { breakAfter, type Scripted, scriptTurns, throttled } from '../simulators/bedrock/scenario.ts';

let harness: ProviderHarness;

beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const VIA_INVOKE: Partial<Deployment> = { route: 'invoke' };

async function ask(request: Partial<ChatRequest>, model = SONNET_37): Promise<readonly ChatEvent[]> {
  return collect(await harness.provider.chat(toRequest(request), toCall(toDeployment(model, VIA_INVOKE))));
}

describe('bedrock/invoke/', () => {
  it.each([true, false])('carries text, usage and the end (stream: %s)', async (stream) => {
    const call = toCall(toDeployment(SONNET_37, VIA_INVOKE));
    const answer = await harness.provider.chat(toRequest({ stream, maxTokens: 100 }), call);
    const events = await collect(answer);
    expect(answer).toMatchObject({ region: 'us-east-1', upstreamRequestId: 'sim-request-1' });
    expect(events[0]).toEqual({ type: 'start' });
    expect(textOf(events)).toBe('You said: Hello');
    expect(events.at(-2)).toMatchObject({ type: 'usage', usage: { raw: { output_tokens: expect.any(Number) } } });
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'stop', raw: 'end_turn' });
    const operation = stream ? 'invoke-with-response-stream' : 'invoke';
    expect(harness.simulator.requests[0]?.path).toBe(`/model/${encodeURIComponent(SONNET_37)}/${operation}`);
    expect(harness.simulator.requests[0]?.body).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    });
  });

  it('counts the same streamed and whole', async () => {
    const script = { text: 'same', usage: { inputTokens: 10, outputTokens: 4, cacheReadInputTokens: 2000 } };
    harness.simulator.script(SONNET_37, () => script);
    const usages = await Promise.all([true, false].map(async (stream) => (await ask({ stream })).at(-2)));
    expect(usages[0]).toEqual(usages[1]);
    expect(usages[0]).toMatchObject({ usage: { inputTokens: 10, outputTokens: 4, cacheReadTokens: 2000 } });
  });

  it.each([true, false])('carries tool calls under the client’s names (stream: %s)', async (stream) => {
    const name = 'mcp.server/read file';
    harness.simulator.script(SONNET_37, (request) => {
      const sent = request.body.toolConfig?.tools?.[0]?.toolSpec?.name ?? '';
      return { text: 'Reading.', toolUses: [{ name: sent, input: { path: 'a.ts' } }, { name: 'list' }] };
    });
    const events = await ask({ stream, tools: [{ name }, { name: 'list' }] });
    const starts = events.filter((event) => event.type === 'tool-input-start');
    expect(starts.map(({ index, name: called }) => [index, called])).toEqual([
      [0, name],
      [1, 'list'],
    ]);
    const inputOf = (index: number): string =>
      events.map((event) => (event.type === 'tool-input-delta' && event.index === index ? event.text : '')).join('');
    expect([inputOf(0), inputOf(1)]).toEqual(['{"path":"a.ts"}', '{}']);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'tool-calls' });
  });

  it.each([true, false])('carries thinking that the model takes back (stream: %s)', async (stream) => {
    harness.simulator.script(
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
    const request: Partial<ChatRequest> = {
      stream,
      maxTokens: 4000,
      tools: [{ name: 'look' }],
      reasoning: { mode: 'enabled', budgetTokens: 2000 },
    };
    const first = await ask(request);
    const signature = first.find((event) => event.type === 'thinking-signature')?.signature;
    const data = first.find((event) => event.type === 'redacted-thinking')?.data ?? '';
    const second = await ask({
      ...request,
      messages: [
        ...toRequest().messages,
        {
          role: 'assistant',
          content: [
            { type: 'thinking', text: 'Look first.', signature },
            { type: 'redacted-thinking', data },
            { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"at":"x"}' },
          ],
        },
        {
          role: 'user',
          content: [{ type: 'tool-result', toolCallId: 'call_1', content: [{ type: 'text', text: 'y' }] }],
        },
      ],
    });
    expect(textOf(second)).toBe('Done.');
    expect(harness.simulator.requests[1]?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 2000 } });
  });

  it('marks what is to be cached, and reads it on the next turn', async () => {
    const system = [{ type: 'text' as const, text: 'rules '.repeat(2000), cacheControl: { ttl: '1h' as const } }];
    const tools = [{ name: 'look', description: 'look', cacheControl: { ttl: '1h' as const } }];
    const usages = [];
    for (const _turn of [1, 2]) usages.push((await ask({ system, tools }, SONNET_45)).at(-2));
    expect(usages[0]).toMatchObject({ usage: { cacheReadTokens: 0, cacheWrite5mTokens: 0 } });
    const written = usages[0]?.type === 'usage' ? usages[0].usage.cacheWrite1hTokens : 0;
    expect(written).toBeGreaterThan(1000);
    expect(usages[1]).toMatchObject({ usage: { cacheReadTokens: written, cacheWrite1hTokens: 0 } });
  });

  it('forces a JSON answer by a tool, and hides the tool', async () => {
    harness.simulator.script(SONNET_37, (request) => ({
      toolUses: [{ name: request.body.toolConfig?.toolChoice?.tool?.name ?? '', input: { answer: 42 } }],
    }));
    const events = await ask({ responseFormat: { type: 'json-object' } });
    expect(textOf(events)).toBe('{"answer":42}');
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
  });

  it('asks for JSON natively where the model can, beside the effort', async () => {
    const card = cardOf(SONNET_45, { structuredOutput: true, thinking: 'adaptive' });
    const call = toCall(toDeployment(SONNET_45, VIA_INVOKE), { card });
    const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
    const request = toRequest({ responseFormat: { type: 'json-schema', schema }, reasoning: { effort: 'high' } });
    await collect(await harness.provider.chat(request, call));
    expect(harness.simulator.requests[0]?.body).toMatchObject({
      output_config: { effort: 'high', format: { type: 'json_schema', schema } },
      thinking: { type: 'adaptive' },
    });
  });

  it('sends images and documents in the words of the Messages API', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const source = (mediaType: string, data: string) => ({ kind: 'base64' as const, mediaType, data });
    await ask({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Compare.' },
            { type: 'image', source: source('image/png', png) },
            { type: 'document', name: 'notes', source: source('text/plain', Buffer.from('héllo').toString('base64')) },
          ],
        },
      ],
    });
    const body = harness.simulator.requests[0]?.body as { messages?: readonly { content: readonly unknown[] }[] };
    expect(body.messages?.[0]?.content.slice(1)).toEqual([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
      {
        type: 'document',
        title: expect.stringContaining('notes'),
        source: { type: 'text', media_type: 'text/plain', data: 'héllo' },
      },
    ]);
  });

  it('learns the inference profile of a bare id', async () => {
    const events = await ask({}, 'anthropic.claude-3-7-sonnet-20250219-v1:0');
    expect(textOf(events)).toBe('You said: Hello');
    expect(harness.simulator.requests.map(({ model }) => model)).toEqual([
      'anthropic.claude-3-7-sonnet-20250219-v1:0',
      SONNET_37,
    ]);
  });

  it('always names a limit: the client’s, else what the model can write', async () => {
    await ask({}, SONNET_35);
    expect(harness.simulator.requests[0]?.body).toMatchObject({ max_tokens: 4096 });
  });

  it('refuses models that are not Claude and names the route for them', async () => {
    const call = toCall(
      toDeployment('amazon.nova-pro-v1:0', { ...VIA_INVOKE, litellmModel: 'bedrock/invoke/amazon.nova-pro-v1:0' }),
    );
    const error = await failureOf(harness.provider.chat(toRequest(), call));
    expect(error).toMatchObject({ kind: 'bad-request' });
    expect(error.message).toContain('bedrock/converse/');
    expect(harness.simulator.requests).toEqual([]);
  });

  it.each<[string, Scripted, Partial<GatewayError>]>([
    ['a reset before headers', { kind: 'reset-before-headers' }, { kind: 'connection' }],
    ['a reset midway', breakAfter(4, { type: 'reset' }), { kind: 'connection' }],
    ['half a frame', breakAfter(4, { type: 'half-frame' }), { kind: 'connection' }],
    ['garbage midway', breakAfter(4, { type: 'garbage' }), { kind: 'connection', providerCode: 'MalformedStream' }],
    ['an end too early', breakAfter(4, { type: 'end' }), { kind: 'connection', providerCode: 'IncompleteStream' }],
    ['throttling', throttled(7), { kind: 'rate-limit', retryAfterMs: 7000 }],
    [
      'an exception first',
      breakAfter(0, { type: 'exception', name: 'throttlingException', message: 'Slow down' }),
      { kind: 'rate-limit' },
    ],
    [
      'an exception after text',
      breakAfter(5, { type: 'exception', name: 'modelStreamErrorException', message: 'Broken' }),
      { kind: 'connection' },
    ],
    [
      'a context that is too long',
      { kind: 'error', status: 400, name: 'ValidationException', message: 'Input is too long for requested model.' },
      { kind: 'context-window' },
    ],
  ])('turns %s into a typed error', async (_name, scripted, expected) => {
    harness.simulator.script(SONNET_37, [scripted]);
    const error = await failureOf(ask({}));
    expect(error).toMatchObject({ name: 'GatewayError', provider: 'bedrock', ...expected });
    expect(textOf(await ask({}))).toBe('You said: Hello');
  });

  it('closes the socket when the client goes away in mid-stream', async () => {
    const controller = new AbortController();
    harness.simulator.script(SONNET_37, [breakAfter(4, { type: 'silence' })]);
    const call = toCall(toDeployment(SONNET_37, VIA_INVOKE), { signal: controller.signal });
    const reading = failureOf(collect(await harness.provider.chat(toRequest(), call)));
    controller.abort();
    expect((await reading).kind).toBe('cancelled');
    await harness.simulator.idle();
  });
});

describe('bedrock/openai/', () => {
  const ARN = 'arn:aws:bedrock:us-east-1:123456789012:imported-model/abc123';
  const deployment = toDeployment(ARN, { route: 'openai', litellmModel: `bedrock/openai/${ARN}` });
  const call = toCall(deployment, { card: cardOf(SONNET_35) });

  it.each([true, false])('carries OpenAI’s dialect inside InvokeModel (stream: %s)', async (stream) => {
    const request = toRequest({ stream, maxTokens: 50, system: [{ type: 'text', text: 'Be brief.' }] });
    const events = await collect(await harness.provider.chat(request, call));
    expect(textOf(events)).toBe('You said: Hello');
    expect(events.some(({ type }) => type === 'usage')).toBe(true);
    expect(events.find(({ type }) => type === 'end')).toMatchObject({ reason: 'stop' });
    expect(harness.simulator.requests[0]).toMatchObject({
      model: ARN,
      body: {
        max_tokens: 50,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hello' },
        ],
      },
    });
  });

  it.each([true, false])('carries tool calls (stream: %s)', async (stream) => {
    harness.simulator.script(ARN, () => ({ toolUses: [{ name: 'look', id: 'call_9', input: { at: 'x' } }] }));
    const events = await collect(await harness.provider.chat(toRequest({ stream, tools: [{ name: 'look' }] }), call));
    expect(events.find(({ type }) => type === 'tool-input-start')).toMatchObject({ id: 'call_9', name: 'look' });
    expect(events.find(({ type }) => type === 'end')).toMatchObject({ reason: 'tool-calls' });
  });

  it.each<[string, Scripted, Partial<GatewayError>]>([
    ['an end too early', breakAfter(3, { type: 'end' }), { kind: 'connection', providerCode: 'IncompleteStream' }],
    ['a reset midway', breakAfter(3, { type: 'reset' }), { kind: 'connection' }],
    ['throttling', throttled(), { kind: 'rate-limit' }],
  ])('turns %s into a typed error', async (_name, scripted, expected) => {
    harness.simulator.script(ARN, [scripted]);
    const error = await failureOf(harness.provider.chat(toRequest(), call).then(collect));
    expect(error).toMatchObject(expected);
  });
});
