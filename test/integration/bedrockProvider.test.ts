import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PreparationNote } from '../../src/domain/spend.ts';
import { type BedrockSimulatorOptions, refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
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
import { breakAfter, scriptTurns } from '../simulators/bedrock/scenario.ts';

let harness: ProviderHarness;

async function start(
  options: BedrockSimulatorOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  harness = await startHarness(options, environment);
}

afterEach(() => harness.close());

describe('answers', () => {
  beforeEach(() => start());

  it.each([true, false])('carries text, usage and the end (stream: %s)', async (stream) => {
    const answer = await harness.provider.chat(toRequest({ stream }), toCall(toDeployment(SONNET_37)));
    const events = await collect(answer);
    expect(answer.region).toBe('us-east-1');
    expect(answer.upstreamRequestId).toBe('sim-request-1');
    expect(answer.headers['x-amzn-requestid']).toBe('sim-request-1');
    expect(events[0]).toEqual({ type: 'start' });
    expect(textOf(events)).toBe('You said: Hello');
    expect(events.at(-2)).toMatchObject({ type: 'usage', usage: { cacheReadTokens: 0 } });
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'stop', raw: 'end_turn' });
    expect(harness.simulator.requests[0]).toMatchObject({ model: SONNET_37, stream });
  });

  it.each([true, false])('carries tool calls under the client’s names (stream: %s)', async (stream) => {
    const name = 'mcp.server/read file';
    harness.simulator.script(SONNET_37, (request) => {
      const sent = request.body.toolConfig?.tools?.[0]?.toolSpec?.name ?? '';
      return { text: 'Reading.', toolUses: [{ name: sent, input: { path: 'a.ts' } }, { name: 'list' }] };
    });
    const tools = [{ name }, { name: 'list' }];
    const events = await collect(
      await harness.provider.chat(toRequest({ stream, tools }), toCall(toDeployment(SONNET_37))),
    );
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
    const request = toRequest({
      stream,
      tools: [{ name: 'look' }],
      reasoning: { mode: 'enabled', budgetTokens: 2000 },
    });
    const first = await collect(await harness.provider.chat(request, toCall(toDeployment(SONNET_37))));
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
    expect(textOf(await collect(await harness.provider.chat(next, toCall(toDeployment(SONNET_37)))))).toBe('Done.');
    expect(harness.simulator.requests[1]?.body.additionalModelRequestFields).toEqual({
      thinking: { type: 'enabled', budget_tokens: 2000 },
    });
  });

  it('sends images as bytes', async () => {
    const data = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1').toString('base64');
    const source = { kind: 'base64' as const, mediaType: 'image/jpg', data };
    const messages = [{ role: 'user' as const, content: [{ type: 'image' as const, source }] }];
    await collect(await harness.provider.chat(toRequest({ messages }), toCall(toDeployment(SONNET_37))));
    expect(harness.simulator.requests[0]?.body.messages?.[0]?.content).toEqual([
      { image: { format: 'png', source: { bytes: data } } },
    ]);
  });

  it('writes a cached prefix first and reads it the next time', async () => {
    const system = [{ type: 'text' as const, text: 'rule '.repeat(2000), cacheControl: { ttl: '1h' as const } }];
    const usages = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const events = await collect(await harness.provider.chat(toRequest({ system }), toCall(toDeployment(SONNET_45))));
      usages.push(events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []))[0]);
    }
    expect(usages[0]?.cacheWrite1hTokens).toBeGreaterThan(1024);
    expect(usages[0]).toMatchObject({ cacheReadTokens: 0, cacheWrite5mTokens: 0 });
    expect(usages[1]).toMatchObject({ cacheReadTokens: usages[0]?.cacheWrite1hTokens, cacheWrite1hTokens: 0 });
  });

  it('uses one connection for many requests', async () => {
    for (let count = 0; count < 5; count += 1) await harness.ask();
    expect(harness.simulator.acceptedSockets).toBe(1);
  });

  it('sends the deployment’s own headers', async () => {
    const deployment = toDeployment(SONNET_37, { headers: { 'x-team': 'torii' } });
    await collect(await harness.provider.chat(toRequest(), toCall(deployment)));
    expect(harness.simulator.requests[0]?.headers['x-team']).toBe('torii');
  });

  it('gets JSON from a model without native support by a tool, as text', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    harness.simulator.script(SONNET_37, [{ toolUses: [{ name: 'json_tool_call', input: { city: 'Kyoto' } }] }]);
    const request = toRequest({ responseFormat: { type: 'json-schema', schema } });
    const events = await collect(await harness.provider.chat(request, toCall(toDeployment(SONNET_37))));
    expect(textOf(events)).toBe('{"city":"Kyoto"}');
    expect(events.some((event) => event.type === 'tool-input-start')).toBe(false);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
  });
});

describe('aborts', () => {
  beforeEach(() => start());

  it('resolves at the headers, before the first event', async () => {
    harness.simulator.script(SONNET_37, [breakAfter(0, { type: 'silence' })]);
    const abort = new AbortController();
    const answer = await harness.provider.chat(toRequest(), toCall(toDeployment(SONNET_37), { signal: abort.signal }));
    expect(answer.upstreamRequestId).toBe('sim-request-1');
    abort.abort();
    expect((await failureOf(collect(answer))).kind).toBe('cancelled');
    await harness.simulator.idle();
  });

  it('closes the socket when the signal fires in the middle', async () => {
    harness.simulator.script(SONNET_37, [breakAfter(3, { type: 'silence' })]);
    const abort = new AbortController();
    const answer = await harness.provider.chat(toRequest(), toCall(toDeployment(SONNET_37), { signal: abort.signal }));
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
    await harness.simulator.idle();
    expect(harness.simulator.openSockets).toBe(0);
  });

  it('closes the socket when nobody wants the rest', async () => {
    harness.simulator.script(SONNET_37, [breakAfter(3, { type: 'silence' })]);
    const answer = await harness.provider.chat(toRequest(), toCall(toDeployment(SONNET_37)));
    for await (const event of answer.events) if (event.type === 'text-delta') break;
    await harness.simulator.idle();
  });

  it('closes the socket of an answer that nobody began to read', async () => {
    harness.simulator.script(SONNET_37, [breakAfter(3, { type: 'silence' })]);
    const answer = await harness.provider.chat(toRequest(), toCall(toDeployment(SONNET_37)));
    await answer.events[Symbol.asyncIterator]().return?.();
    await harness.simulator.idle();
  });

  it.each([true, false])('gives up waiting for headers (stream: %s)', async (stream) => {
    harness.simulator.script(SONNET_37, [{ kind: 'silence-before-headers' }]);
    const signal = AbortSignal.timeout(50);
    const error = await failureOf(
      harness.provider.chat(toRequest({ stream }), toCall(toDeployment(SONNET_37), { signal })),
    );
    expect(error).toMatchObject({ kind: 'timeout', status: 408 });
    await harness.simulator.idle();
  });
});

describe('tool names', () => {
  const tools = [{ name: 'mcp.read', parameters: { type: 'object' } }];

  it('go to Bedrock in its alphabet, unless that is switched off', async () => {
    await start();
    await harness.provider.chat(toRequest({ tools }), toCall(toDeployment(SONNET_37))).then(collect);
    expect(JSON.stringify(harness.simulator.requests[0]?.body.toolConfig)).toMatch(/"mcp_read_[0-9a-f]{8}"/);
    const off = toDeployment(SONNET_37, { info: { tool_name_mapping: false } });
    const refused = await failureOf(harness.provider.chat(toRequest({ tools }), toCall(off)));
    expect(refused.kind).toBe('bad-request');
  });
});

describe('inference profiles', () => {
  const bare = 'anthropic.claude-3-7-sonnet-20250219-v1:0';

  it('retries a bare id once with the region’s prefix and remembers it', async () => {
    await start();
    expect(textOf(await harness.ask(true, bare))).toBe('You said: Hello');
    expect(textOf(await harness.ask(false, bare))).toBe('You said: Hello');
    expect(harness.simulator.requests.map((request) => request.model)).toEqual([bare, SONNET_37, SONNET_37]);
    expect(harness.logger.lines.join()).toContain(SONNET_37);
  });

  it('goes on to the global profile where the region’s does not exist', async () => {
    await start();
    const model = 'anthropic.claude-opus-4-7-v1:0';
    for (let count = 0; count < 2; count += 1) await harness.ask(true, model);
    expect(harness.simulator.requests.map((request) => request.model)).toEqual([
      model,
      `us.${model}`,
      `global.${model}`,
      `global.${model}`,
    ]);
  });

  it('says so in the trace, and can be switched off', async () => {
    await start();
    const notes: PreparationNote[] = [];
    const note = (given: PreparationNote): void => void notes.push(given);
    await harness.provider.chat(toRequest(), toCall(toDeployment(bare), { note })).then(collect);
    expect(notes).toContainEqual({ code: 'inference-profile', detail: `${bare} is asked for as ${SONNET_37}` });
    await start();
    const off = toDeployment(bare, { info: { inference_profile_prefix: false } });
    const refused = await failureOf(harness.provider.chat(toRequest(), toCall(off)));
    expect(refused.message).toContain('on-demand throughput');
    expect(harness.simulator.requests).toHaveLength(1);
  });

  it('leaves models alone that are served on demand', async () => {
    await start();
    await harness.ask(true, SONNET_35);
    expect(harness.simulator.requests.map((request) => request.model)).toEqual([SONNET_35]);
  });

  it('never prefixes an ARN', async () => {
    await start();
    const arn = `arn:aws:bedrock:us-east-1:123456789012:foundation-model/${bare}`;
    expect((await failureOf(harness.ask(true, arn))).message).toContain('on-demand throughput');
    expect(harness.simulator.requests).toHaveLength(1);
  });
});

describe('thinking that the table has wrong', () => {
  const model = 'global.anthropic.claude-opus-4-7-v1:0';

  it('stays refused where learning is switched off', async () => {
    await start();
    const request = toRequest({ reasoning: { mode: 'enabled', budgetTokens: 5000 } });
    const deployment = toDeployment(model, { info: { adaptive_thinking: false } });
    const call = toCall(deployment, { card: toCall(toDeployment(SONNET_37)).card });
    expect(await failureOf(harness.provider.chat(request, call))).toMatchObject({ kind: 'bad-request' });
    expect(harness.simulator.requests).toHaveLength(1);
  });

  it('is asked for as the model wants it, and remembered', async () => {
    await start();
    const request = toRequest({ reasoning: { mode: 'enabled', budgetTokens: 5000 } });
    const call = toCall(toDeployment(model), { card: toCall(toDeployment(SONNET_37)).card });
    for (let count = 0; count < 2; count += 1) await collect(await harness.provider.chat(request, call));
    expect(harness.simulator.requests.map((each) => each.body.additionalModelRequestFields?.['thinking'])).toEqual([
      { type: 'enabled', budget_tokens: 5000 },
      { type: 'adaptive' },
      { type: 'adaptive' },
    ]);
  });

  it('is left out where the model knows nothing of it', async () => {
    await start();
    const request = toRequest({ reasoning: { effort: 'low' }, maxTokens: 2000 });
    const call = toCall(toDeployment(SONNET_35), { card: cardOf(SONNET_35, { thinking: 'budget' }) });
    expect(textOf(await collect(await harness.provider.chat(request, call)))).toBe('You said: Hello');
  });
});

describe('addresses', () => {
  it('prefers api_base over the environment’s endpoint', async () => {
    await start({}, { AWS_BEDROCK_RUNTIME_ENDPOINT: await refusingUrl() });
    const deployment = toDeployment(SONNET_37, { apiBase: harness.simulator.url });
    expect(textOf(await collect(await harness.provider.chat(toRequest(), toCall(deployment))))).toBe('You said: Hello');
    expect(harness.provider.endpoint(deployment)).toEqual({ apiBase: harness.simulator.url, region: 'us-east-1' });
  });

  it('refuses routes that are not supported and names those that are', async () => {
    await start();
    const deployment = toDeployment(SONNET_37, { route: 'agent' });
    const error = await failureOf(harness.provider.chat(toRequest(), toCall(deployment)));
    expect(error.kind).toBe('bad-request');
    expect(error.message).toContain('bedrock/converse/');
  });
});
