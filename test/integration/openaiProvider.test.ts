import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { Provider, ProviderCall, RelayAnswer, RelayChunk, RelayRequest } from '../../src/domain/ports.ts';
import { createOpenAiProvider } from '../../src/providers/openai/openAiProvider.ts';
import type { OpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { type Break, breakAfter, type Scripted, throttled } from '../simulators/openai/scenario.ts';
import { callTo, chatRequest, clock, collect, logger } from '../unit/providers/openai/fixtures.ts';

let simulator: OpenAiSimulator;
let provider: Provider;

beforeEach(async () => {
  simulator = await startOpenAiSimulator();
  provider = createOpenAiProvider({ clock, logger, environment: {} });
});

afterEach(async () => {
  await provider.close();
  await simulator.idle();
  await simulator.close();
});

function toSimulator(rest: Partial<ProviderCall> = {}, over: Parameters<typeof callTo>[0] = {}): ProviderCall {
  return callTo({ apiBase: simulator.url, apiKey: 'sk-test-upstream', ...over }, rest);
}

function answers(...scripted: readonly Scripted[]): void {
  simulator.script('model-1', scripted);
}

const OVERLOADED: Break = { type: 'error', name: 'overloaded_error', message: 'The engine is overloaded.' };

function relayRequest(over: Partial<RelayRequest> = {}): RelayRequest {
  const body = { model: 'group-1', messages: [{ role: 'user', content: 'Hello' }], stream: over.stream ?? true };
  return { body, stream: true, includeUsage: false, responseModel: 'group-1', ...over };
}

async function relay(request: RelayRequest, call = toSimulator()): Promise<RelayAnswer> {
  const answer = await provider.relayChat?.(request, call);
  if (answer === undefined) throw new Error('the provider does not relay');
  return answer;
}

function textOf(chunks: readonly RelayChunk[]): string {
  return Buffer.concat(chunks.map((chunk) => chunk.bytes)).toString('utf8');
}

/** Of an answer that streams. */
function piecesOf({ chunks }: RelayAnswer): AsyncIterator<RelayChunk> {
  if ('length' in chunks) throw new Error('the answer does not stream');
  return chunks[Symbol.asyncIterator]();
}

function eventsOf(chunks: readonly RelayChunk[]) {
  return chunks.flatMap((chunk) => chunk.events);
}

/** What a relayed stream gave out until it failed, and the failure. */
async function untilFailure(answer: RelayAnswer): Promise<{ text: string; error: GatewayError }> {
  const chunks: RelayChunk[] = [];
  try {
    for await (const chunk of answer.chunks) chunks.push(chunk);
  } catch (error) {
    if (error instanceof GatewayError) return { text: textOf(chunks), error };
    throw error;
  }
  throw new Error('the stream did not fail');
}

async function failureOf(promise: Promise<unknown>): Promise<GatewayError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof GatewayError) return error;
  throw new Error(`expected a GatewayError, got ${String(error)}`);
}

describe('relaying a stream', () => {
  it('passes the frames on, restamped, without the usage frame that the client did not ask for', async () => {
    answers({ text: 'Hello', chunkSize: 3 });
    const answer = await relay(relayRequest());
    const chunks = await collect(answer.chunks);
    const frames = textOf(chunks)
      .split('\n\n')
      .filter((frame) => frame !== '');
    expect(frames.at(-1)).toBe('data: [DONE]');
    const bodies = frames.slice(0, -1).map((frame) => JSON.parse(frame.slice(6)));
    expect(bodies.every((body) => body.model === 'group-1' && body.choices.length === 1)).toBe(true);
    expect(bodies.map((body) => body.choices[0].delta.content ?? '').join('')).toBe('Hello');
    expect(answer).toMatchObject({ contentType: expect.stringContaining('text/event-stream') });
  });

  it('observes what happened', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } };
    answers({ text: 'Hello', thinking: 'Hm.', chunkSize: 3, usage });
    const events = eventsOf(await collect((await relay(relayRequest())).chunks));
    expect(events).toMatchObject([
      { type: 'start', id: 'chatcmpl-simulated', model: 'model-1' },
      { type: 'thinking-delta', text: 'Hm.' },
      { type: 'text-delta', text: 'Hel' },
      { type: 'text-delta', text: 'lo' },
      { type: 'end', reason: 'stop', raw: 'stop' },
      { type: 'usage', usage: { inputTokens: 6, cacheReadTokens: 4, outputTokens: 2 } },
    ]);
  });

  it('leaves the usage frame to a client that asked for it, and every byte where the model needs no stamp', async () => {
    const answer = await relay(relayRequest({ includeUsage: true, responseModel: 'model-1' }));
    const text = textOf(await collect(answer.chunks));
    expect(text).toContain('"choices":[],"usage":{"prompt_tokens":10');
  });

  it('gives out each piece as it arrives', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    answers({ text: 'FirstAgain', chunkSize: 5, gate: (index) => (index === 2 ? gate : undefined) });
    const chunks = piecesOf(await relay(relayRequest()));
    let seen = '';
    while (!seen.includes('First')) seen += Buffer.from((await chunks.next()).value.bytes).toString();
    expect(seen).not.toContain('Again');
    open();
    while ((await chunks.next()).done !== true);
  });

  it('tells of tool calls', async () => {
    answers({
      chunkSize: 7,
      toolCalls: [
        { id: 'call_a', name: 'read', inputText: '{"path":"a"}' },
        { id: 'call_b', name: 'list', inputText: '' },
      ],
    });
    const events = eventsOf(await collect((await relay(relayRequest())).chunks));
    expect(events.slice(1, -1)).toMatchObject([
      { type: 'tool-input-start', index: 0, id: 'call_a', name: 'read' },
      { type: 'tool-input-delta', index: 0, text: '{"path"' },
      { type: 'tool-input-delta', index: 0, text: ':"a"}' },
      { type: 'tool-input-end', index: 0 },
      { type: 'tool-input-start', index: 1, id: 'call_b', name: 'list' },
      { type: 'tool-input-end', index: 1 },
      { type: 'end', reason: 'tool-calls' },
    ]);
  });

  it('passes on the headers that help, and no cookie', async () => {
    const answer = await relay(relayRequest());
    await collect(answer.chunks);
    expect(answer.upstreamRequestId).toBe('req-simulated');
    expect(answer.headers).toEqual({
      'x-request-id': 'req-simulated',
      'openai-processing-ms': '12',
      'x-ratelimit-remaining-requests': '99',
    });
  });

  it('uses its connections again', async () => {
    for (let round = 0; round < 9; round++) await collect((await relay(relayRequest())).chunks);
    expect(simulator.openSockets).toBeLessThanOrEqual(2);
  });

  it('makes a stream of a whole answer when the server does not stream', async () => {
    answers({ text: 'All at once', ignoresStream: true });
    const chunks = await collect((await relay(relayRequest({ includeUsage: true }))).chunks);
    const frames = textOf(chunks).split('\n\n');
    expect(JSON.parse(frames[0]?.slice(6) ?? '')).toMatchObject({
      object: 'chat.completion.chunk',
      model: 'group-1',
      choices: [{ index: 0, delta: { role: 'assistant', content: 'All at once' }, finish_reason: 'stop' }],
    });
    expect(JSON.parse(frames[1]?.slice(6) ?? '')).toMatchObject({ choices: [], usage: { completion_tokens: 2 } });
    expect(frames[2]).toBe('data: [DONE]');
    expect(eventsOf(chunks).map((event) => event.type)).toEqual(['start', 'text-delta', 'end', 'usage']);
  });

  it('reads a server that never ends its answer after [DONE]', async () => {
    const frames =
      'data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${frames}`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const chunks = await collect((await relay(relayRequest(), toSimulator({}, { apiBase }))).chunks);
    expect(textOf(chunks)).toBe(frames);
    await provider.close();
    server.close();
  });
});

describe('relaying a whole answer', () => {
  it('changes the model alone', async () => {
    const answer = await relay(relayRequest({ stream: false }));
    const chunks = await collect(answer.chunks);
    expect(chunks).toHaveLength(1);
    expect(answer.contentType).toBe('application/json');
    expect(JSON.parse(textOf(chunks))).toMatchObject({ model: 'group-1', usage: { prompt_tokens: 10 } });
    expect(eventsOf(chunks).map((event) => event.type)).toEqual(['start', 'text-delta', 'end', 'usage']);
  });

  it('refuses what is not JSON', async () => {
    answers({ kind: 'garbage-body', body: '{"choices": [}' });
    const error = await failureOf(relay(relayRequest({ stream: false })));
    expect(error).toMatchObject({ kind: 'unavailable', status: 502, retryable: true });
  });

  it('takes an error with a good status for an error', async () => {
    const body = '{"error":{"message":"Slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}';
    answers({ kind: 'garbage-body', body });
    const error = await failureOf(relay(relayRequest({ stream: false })));
    expect(error).toMatchObject({ kind: 'rate-limit', message: 'Slow down', providerCode: 'rate_limit_exceeded' });
  });
});

describe('the body that a strict server gets', () => {
  it('holds nothing that is meant for the gateway, and the client body stays as it was', async () => {
    const body = {
      model: 'group-1',
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }] },
        { role: 'user', content: 'Hello', cache_control: { type: 'ephemeral' } },
      ],
      stream: true,
      temperature: 0,
      litellm_session_id: 'session',
      drop_params: true,
      metadata: { task: 'x' },
      fallbacks: ['other'],
      num_retries: 3,
      mock_testing_fallbacks: true,
      cache: { 'no-cache': true },
      tags: ['a'],
      timeout: 5,
      allowed_openai_params: ['x'],
    };
    const before = structuredClone(body);
    const defaults = { temperature: 1, top_p: 0.5, organization: 'org-1', merge_reasoning_content_in_choices: true };
    await collect((await relay(relayRequest({ body }), toSimulator({}, { defaults }))).chunks);
    expect(simulator.requests[0]?.body).toEqual({
      model: 'model-1',
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'user', content: 'Hello' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      top_p: 0.5,
    });
    expect(simulator.requests[0]?.headers).toMatchObject({ 'openai-organization': 'org-1' });
    expect(body).toEqual(before);
  });
});

describe('a chat in the gateway’s vocabulary', () => {
  it('round-trips tools', async () => {
    const request = chatRequest({
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Read a' }] },
        { role: 'assistant', content: [{ type: 'tool-call', id: 'call_a', name: 'read', arguments: '' }] },
        {
          role: 'user',
          content: [
            { type: 'tool-result', toolCallId: 'call_a', content: [{ type: 'text', text: 'contents' }] },
            { type: 'text', text: 'Go on' },
          ],
        },
      ],
      tools: [{ name: 'read' }],
      toolChoice: { type: 'auto' },
    });
    answers({ text: 'Done.' });
    const answer = await provider.chat(request, toSimulator());
    expect((await collect(answer.events)).map((event) => event.type)).toEqual(['start', 'text-delta', 'end', 'usage']);
  });

  it('reads a whole answer where the client does not stream', async () => {
    const answer = await provider.chat(chatRequest({ stream: false }), toSimulator());
    expect(await collect(answer.events)).toMatchObject([
      { type: 'start' },
      { type: 'text-delta', text: 'Hello from the simulator.' },
      { type: 'end', reason: 'stop' },
      { type: 'usage' },
    ]);
    expect(simulator.requests[0]?.body).not.toHaveProperty('stream');
  });
});

describe('embeddings', () => {
  it('come back in the order of the input', async () => {
    const call = toSimulator({}, { litellmModel: 'openai/embed-1' });
    const request = {
      model: 'g',
      input: ['one', 'three'],
      dimensions: undefined,
      encodingFormat: undefined,
      extra: {},
    };
    const answer = await provider.embed?.(request, call);
    expect(answer).toMatchObject({
      model: 'embed-1',
      embeddings: [
        [3, 0],
        [5, 1],
      ],
      promptTokens: 2,
      upstreamRequestId: 'req-embedding',
    });
  });
});

describe('refusals', () => {
  it('an unknown model', async () => {
    const error = await failureOf(relay(relayRequest(), toSimulator({}, { litellmModel: 'openai/no-such' })));
    expect(error).toMatchObject({
      kind: 'not-found',
      status: 404,
      provider: 'openai',
      providerCode: 'model_not_found',
      upstreamRequestId: 'req-refused',
      message: 'The model `no-such` does not exist.',
    });
  });

  it('a wrong key, which the message does not show', async () => {
    const error = await failureOf(relay(relayRequest(), toSimulator({}, { apiKey: 'sk-test-wrong-key-1234' })));
    expect(error).toMatchObject({ kind: 'authentication', status: 401, retryable: false });
    expect(error.message).toContain('Incorrect API key provided');
    expect(error.message).not.toContain('wrong-key');
  });

  it.each<[string, Scripted, object]>([
    ['429 with Retry-After', throttled(7), { kind: 'rate-limit', status: 429, retryAfterMs: 7000 }],
    ['429 without', throttled(), { kind: 'rate-limit', status: 429, retryAfterMs: undefined }],
    ['500', { kind: 'error', status: 500, name: 'server_error', message: 'No.' }, { kind: 'internal', status: 500 }],
    ['503', { kind: 'error', status: 503, name: 'server_error', message: 'No.' }, { kind: 'unavailable', status: 503 }],
  ])('status %s', async (_, scripted, expected) => {
    answers(scripted);
    expect(await failureOf(relay(relayRequest()))).toMatchObject({ ...expected, retryable: true });
  });
});

describe('faults', () => {
  it.each<[Scripted, string]>([
    [{ kind: 'reset-before-headers' }, 'connection'],
    [{ kind: 'garbage-body', contentType: 'text/html', body: '<html>Welcome</html>' }, 'unavailable'],
  ])('%j fails before the answer begins', async (fault, kind) => {
    answers(fault);
    const error = await failureOf(relay(relayRequest()));
    expect(error).toMatchObject({ kind, provider: 'openai', retryable: true });
    expect(error.message).toContain(new URL(simulator.url).host);
  });

  it.each<[Break, string]>([
    [OVERLOADED, 'rate-limit'],
    [{ type: 'garbage' }, 'unavailable'],
    [{ type: 'end' }, 'connection'],
  ])('%j as first event fails before any byte is given out', async (how, kind) => {
    answers(breakAfter(0, how));
    const { text, error } = await untilFailure(await relay(relayRequest()));
    expect(text).toBe('');
    expect(error).toMatchObject({ kind });
  });

  it.each<[Break, string]>([
    [{ type: 'reset' }, 'connection'],
    [{ type: 'half-frame' }, 'connection'],
    [{ type: 'end' }, 'connection'],
    [{ type: 'garbage' }, 'unavailable'],
    [OVERLOADED, 'rate-limit'],
  ])('%j after text fails after the text, which is given out in whole frames', async (how, kind) => {
    answers(breakAfter(2, how, 'Begun'));
    const { text, error } = await untilFailure(await relay(relayRequest()));
    expect(text.endsWith('\n\n')).toBe(true);
    expect(text).toContain('Begun');
    expect(text).not.toContain('[DONE]');
    expect(error.kind).toBe(kind);
  });

  it('unknown events and comments are passed on and mean nothing', async () => {
    answers({ text: 'Hello', unknownEvent: true });
    const chunks = await collect((await relay(relayRequest())).chunks);
    expect(textOf(chunks)).toContain(': keep-alive\n\nevent: ping\n');
    expect(eventsOf(chunks).map((event) => event.type)).toEqual(['start', 'text-delta', 'end', 'usage']);
  });

  it('single bytes add up to whole frames', async () => {
    answers({ text: 'Slow.', slowBytes: true });
    const chunks = await collect((await relay(relayRequest())).chunks);
    const texts = chunks.map((chunk) => Buffer.from(chunk.bytes).toString());
    expect(texts.every((text) => text === '' || text.endsWith('\n\n'))).toBe(true);
    expect(eventsOf(chunks)).toContainEqual({ type: 'text-delta', text: 'Slow.' });
  });

  it.each<[string, Scripted]>([
    ['before headers', { kind: 'silence-before-headers' }],
    ['after headers', breakAfter(0, { type: 'silence' })],
    ['mid-stream', breakAfter(2, { type: 'silence' })],
  ])('silence %s lasts until the call is aborted, which closes the socket', async (_, scripted) => {
    answers(scripted);
    const controller = new AbortController();
    const failure = failureOf(
      relay(relayRequest(), toSimulator({ signal: controller.signal })).then((answer) => collect(answer.chunks)),
    );
    await simulator.requested(1);
    const reason = new GatewayError('timeout', 'No byte within 5 s.');
    controller.abort(reason);
    expect(await failure).toBe(reason);
    await simulator.idle();
  });

  it('nobody listens', async () => {
    const apiBase = simulator.url;
    await simulator.close();
    const error = await failureOf(relay(relayRequest(), toSimulator({}, { apiBase })));
    expect(error).toMatchObject({ kind: 'connection', status: 503, providerCode: 'ECONNREFUSED' });
    expect(error.message).toBe(
      `The server at ${new URL(apiBase).host} refused the connection. Check that the server runs and that api_base names its port.`,
    );
    simulator = await startOpenAiSimulator();
  });

  it('the host has no address', async () => {
    const error = await failureOf(relay(relayRequest(), toSimulator({}, { apiBase: 'http://torii-test.invalid/v1' })));
    expect(error.kind).toBe('connection');
    expect(error.message).toContain('torii-test.invalid:80');
  });

  it('what listens does not speak TLS', async () => {
    const apiBase = simulator.url.replace('http:', 'https:');
    const error = await failureOf(relay(relayRequest(), toSimulator({}, { apiBase })));
    expect(error.message).toContain('does not speak TLS');
  });

  it('what listens does not speak HTTP', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const error = await failureOf(relay(relayRequest(), toSimulator({}, { apiBase })));
    expect(error.message).toContain('does not speak HTTP');
    server.close();
  });
});

describe('a client that goes away', () => {
  it('before the answer: an abort without a reason of ours is a cancellation', async () => {
    answers({ kind: 'silence-before-headers' });
    const controller = new AbortController();
    const failure = failureOf(relay(relayRequest(), toSimulator({ signal: controller.signal })));
    await simulator.requested(1);
    controller.abort();
    expect(await failure).toMatchObject({ kind: 'cancelled', status: 499 });
    await simulator.idle();
  });

  it('with the answer begun and nobody reading: the socket closes too', async () => {
    answers(breakAfter(2, { type: 'silence' }));
    const controller = new AbortController();
    const answer = await relay(relayRequest(), toSimulator({ signal: controller.signal }));
    controller.abort();
    await simulator.idle();
    expect((await failureOf(collect(answer.chunks))).kind).toBe('cancelled');
  });

  it('in the midst of it, by ending the iteration', async () => {
    answers(breakAfter(2, { type: 'silence' }));
    for await (const chunk of (await relay(relayRequest())).chunks) {
      expect(chunk.bytes.length).toBeGreaterThan(0);
      break;
    }
    await simulator.idle();
  });

  it('before reading anything, by ending the iteration', async () => {
    answers(breakAfter(2, { type: 'silence' }));
    const chunks = piecesOf(await relay(relayRequest()));
    await chunks.return?.();
    await provider.close();
    await simulator.idle();
  });
});

describe('a client that reads slowly', () => {
  it('holds the server back, and still gets everything', async () => {
    const megabytes = 64;
    answers({ kind: 'flood', megabytes });
    const chunks = piecesOf(await relay(relayRequest()));
    let received = (await chunks.next()).value.bytes.length;
    const sent = await simulator.stalled();
    expect(sent).toBeLessThan((megabytes * 1024 * 1024) / 2);
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      received += next.value.bytes.length;
    }
    expect(received).toBeGreaterThan(megabytes * 1024 * 1024);
  });
});

describe('a proxy that the environment names', () => {
  it('carries what goes to other machines', async () => {
    const seen: (string | undefined)[] = [];
    const proxy = createHttpServer((request, response) => {
      seen.push(request.url);
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"model":"m","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]}');
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const proxied = createOpenAiProvider({ clock, logger, environment: { HTTP_PROXY, NO_PROXY: 'near.test' } });
    const request = relayRequest({ stream: false });
    await proxied.relayChat?.(request, callTo({ apiBase: 'http://far.test/v1' }));
    await proxied.relayChat?.(request, toSimulator());
    expect(seen).toEqual(['http://far.test/v1/chat/completions']);
    expect(simulator.requests).toHaveLength(1);
    await proxied.close();
    proxy.close();
  });
});
