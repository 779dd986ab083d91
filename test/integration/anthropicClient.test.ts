import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { SONNET_37, SONNET_45 } from '../simulators/bedrock/fixtures.ts';
import { breakAfter, scriptTurns, throttled } from '../simulators/bedrock/scenario.ts';
import { signThinking } from '../simulators/bedrock/thinkingSignature.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const IMAGE = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } } as const;
const READ_TOOL: Anthropic.Tool = {
  name: 'read_file',
  description: 'Reads a file',
  input_schema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
const HELLO: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello' }];

interface Scripted {
  readonly text?: string;
  readonly thinking?: string;
  readonly tools?: readonly { readonly name: string; readonly input: unknown }[];
}

interface Setup {
  readonly gateway: TestGateway;
  readonly client: Anthropic;
  say(answer: Scripted): void;
  /** Bodies that the provider got, as text. */
  received(): string;
}

const providers: readonly [string, () => Promise<Setup>][] = [
  [
    'an OpenAI-compatible server',
    async () => {
      const upstream = await openAiUpstream();
      const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
      return {
        gateway,
        client: clientOf(gateway),
        say: ({ tools, ...answer }) =>
          upstream.script('model-1', [{ ...answer, ...(tools === undefined ? {} : { toolCalls: tools }) }]),
        received: () => JSON.stringify(upstream.requests.map(({ body }) => body)),
      };
    },
  ],
  [
    'Bedrock',
    async () => {
      const upstream = await bedrockUpstream();
      const gateway = await startTestGateway(`model_list:\n${bedrockModel(upstream, 'model', SONNET_45)}`);
      return {
        gateway,
        client: clientOf(gateway),
        say: ({ tools, ...answer }) =>
          upstream.script(SONNET_45, [{ ...answer, ...(tools === undefined ? {} : { toolUses: tools }) }]),
        received: () => JSON.stringify(upstream.requests.map(({ body }) => body)),
      };
    },
  ],
];

function clientOf(gateway: TestGateway, key = MASTER_KEY): Anthropic {
  return new Anthropic({ baseURL: gateway.baseUrl, apiKey: key, maxRetries: 0 });
}

describe.each(providers)('the @anthropic-ai/sdk package through Torii to %s', (_name, setUp) => {
  it('gets a message, and the ledger a row', async () => {
    const { gateway, client, say } = await setUp();
    say({ text: 'Konnichiwa' });
    const message = await client.messages.create({
      model: 'model',
      max_tokens: 100,
      system: 'Be brief.',
      messages: HELLO,
      metadata: { user_id: JSON.stringify({ device_id: 'd', account_uuid: '', session_id: 'session-1' }) },
    });
    expect(message).toMatchObject({ type: 'message', role: 'assistant', model: 'model', stop_reason: 'end_turn' });
    expect(message.content).toEqual([{ type: 'text', text: 'Konnichiwa' }]);
    expect(message.id).toMatch(/^msg_/);
    const [row] = await gateway.rows();
    expect(row).toMatchObject({
      request_id: message.id,
      call_type: 'anthropic_messages',
      status: 'success',
      model_group: 'model',
      session_id: 'session-1',
      completion_tokens: message.usage.output_tokens,
    });
    expect(message.usage.input_tokens).toBe(row?.prompt_tokens);
    expect(row?.spend).toBeGreaterThan(0);
  });

  it('streams', async () => {
    const { client, say } = await setUp();
    say({ text: 'one two three four five' });
    const stream = client.messages.stream({ model: 'model', max_tokens: 100, messages: HELLO });
    const pieces: string[] = [];
    stream.on('text', (piece) => pieces.push(piece));
    const message = await stream.finalMessage();
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('one two three four five');
    expect(message.content).toEqual([{ type: 'text', text: 'one two three four five' }]);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
  });

  it.each([true, false])(
    'calls two tools and takes their results, one with an image (streamed: %s)',
    async (streamed) => {
      const { client, say, received } = await setUp();
      const params = { model: 'model', max_tokens: 100, tools: [READ_TOOL] };
      say({
        text: 'Let me see.',
        tools: [
          { name: 'read_file', input: { path: '/a.txt' } },
          { name: 'read_file', input: { path: '/b.png' } },
        ],
      });
      const first = streamed
        ? await client.messages.stream({ ...params, messages: HELLO }).finalMessage()
        : await client.messages.create({ ...params, messages: HELLO });
      expect(first.stop_reason).toBe('tool_use');
      const calls = first.content.filter((block) => block.type === 'tool_use');
      expect(calls.map(({ name, input }) => ({ name, input }))).toEqual([
        { name: 'read_file', input: { path: '/a.txt' } },
        { name: 'read_file', input: { path: '/b.png' } },
      ]);
      say({ text: 'It says hello.' });
      const second = await client.messages.create({
        ...params,
        messages: [
          ...HELLO,
          { role: 'assistant', content: first.content },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: calls[0]?.id ?? '', content: 'hello in a file', is_error: false },
              { type: 'tool_result', tool_use_id: calls[1]?.id ?? '', content: [{ type: 'text', text: 'b' }, IMAGE] },
              { type: 'text', text: 'Go on.' },
            ],
          },
        ],
      });
      expect(second.content).toEqual([{ type: 'text', text: 'It says hello.' }]);
      expect(received()).toContain('hello in a file');
      expect(received()).toContain(PIXEL);
    },
  );

  it('sends images and documents', async () => {
    const { client, say, received } = await setUp();
    say({ text: 'Seen.' });
    const text = 'words of a document';
    await client.messages.create({
      model: 'model',
      max_tokens: 100,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            IMAGE,
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, title: 'Words' },
          ],
        },
      ],
    });
    expect(received()).toContain(PIXEL);
    expect([text, btoa(text)].some((words) => received().includes(words))).toBe(true);
  });

  it('leaves server tools out, and the trace says so', async () => {
    const { gateway, client, say, received } = await setUp();
    say({ text: 'I cannot search.' });
    await client.messages.create({
      model: 'model',
      max_tokens: 100,
      messages: HELLO,
      tools: [READ_TOOL, { type: 'web_search_20250305', name: 'web_search' }],
    });
    expect(received()).not.toContain('web_search');
    const [row] = await gateway.rows();
    expect(JSON.stringify(row)).toContain('Left out of the tools');
  });

  it('counts tokens, without a row', async () => {
    const { gateway, client } = await setUp();
    const count = async (content: string): Promise<number> =>
      (await client.messages.countTokens({ model: 'model', messages: [{ role: 'user', content }] })).input_tokens;
    expect((await count('a'.repeat(4000))) - (await count(''))).toBe(1000);
    await expect(client.messages.countTokens({ model: 'nobody', messages: HELLO })).rejects.toThrow(
      Anthropic.BadRequestError,
    );
    await expect(
      clientOf(gateway, 'sk-test-nobody').messages.countTokens({ model: 'model', messages: HELLO }),
    ).rejects.toThrow(Anthropic.AuthenticationError);
    expect(await gateway.rows()).toEqual([]);
  });

  it('raises the class that fits: a wrong key, an unknown model, a bad body', async () => {
    const { gateway, client } = await setUp();
    const ask = (from: Anthropic, model: string, messages = HELLO) =>
      from.messages.create({ model, max_tokens: 100, messages });
    await expect(ask(clientOf(gateway, 'sk-test-nobody'), 'model')).rejects.toThrow(Anthropic.AuthenticationError);
    await expect(ask(client, 'nobody')).rejects.toThrow(Anthropic.BadRequestError);
    const bad = await ask(client, 'model', [
      { role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image' } as never] },
    ]).catch((error: unknown) => error);
    expect(bad).toBeInstanceOf(Anthropic.BadRequestError);
    expect(bad).toMatchObject({
      type: 'invalid_request_error',
      apiMessage: 'messages.0.content.1.image.source: Field required',
      error: { type: 'error', request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown },
    });
    const [row] = await gateway.rows();
    expect(row).toMatchObject({ status: 'failure', call_type: 'anthropic_messages' });
  });
});

describe('on Bedrock', () => {
  async function bedrock(model: string) {
    const upstream = await bedrockUpstream();
    const gateway = await startTestGateway(
      `model_list:\n${bedrockModel(upstream, 'model', model)}\nrouter_settings: { num_retries: 0 }`,
    );
    return { upstream, gateway, client: clientOf(gateway) };
  }

  it.each([true, false])('thinking goes back with its signature (streamed: %s)', async (streamed) => {
    const { upstream, client } = await bedrock(SONNET_37);
    upstream.script(
      SONNET_37,
      scriptTurns([
        {
          thinking: 'I need the file.',
          redactedThinking: 'secret',
          toolUses: [{ name: 'read_file', input: { path: '/a' } }],
        },
        { text: 'Done.' },
      ]),
    );
    const params: Omit<Anthropic.MessageCreateParamsNonStreaming, 'messages'> = {
      model: 'model',
      max_tokens: 8000,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tools: [READ_TOOL],
    };
    const ask = (messages: Anthropic.MessageParam[]): Promise<Anthropic.Message> =>
      streamed
        ? client.messages.stream({ ...params, messages }).finalMessage()
        : client.messages.create({ ...params, messages });
    const first = await ask(HELLO);
    expect(first.content.map(({ type }) => type)).toEqual(['thinking', 'redacted_thinking', 'tool_use']);
    expect(first.content[0]).toEqual({
      type: 'thinking',
      thinking: 'I need the file.',
      signature: signThinking('I need the file.'),
    });
    const call = first.content[2];
    if (call?.type !== 'tool_use') throw new Error('no tool call');
    const second = await ask([
      ...HELLO,
      { role: 'assistant', content: first.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'hello' }] },
    ]);
    expect(second.content).toEqual([{ type: 'text', text: 'Done.' }]);
    const sent = upstream.requests[1]?.body;
    expect(sent?.additionalModelRequestFields).toEqual({ thinking: { type: 'enabled', budget_tokens: 2000 } });
    expect(sent?.messages?.[1]?.content[0]?.reasoningContent?.reasoningText).toEqual({
      text: 'I need the file.',
      signature: signThinking('I need the file.'),
    });
    expect(sent?.messages?.[1]?.content[1]?.reasoningContent?.redactedContent).toBeDefined();
  });

  it('marks for the cache keep their places and lifetimes, and the usage tells writes of both', async () => {
    const { upstream, client } = await bedrock(SONNET_45);
    const long = 'word '.repeat(2000);
    const params: Anthropic.MessageCreateParamsNonStreaming = {
      model: 'model',
      max_tokens: 100,
      tools: [{ ...READ_TOOL, description: long, cache_control: { type: 'ephemeral', ttl: '1h' } }],
      system: [{ type: 'text', text: long, cache_control: { type: 'ephemeral', ttl: '1h' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: long, cache_control: { type: 'ephemeral' } }] }],
    };
    const { usage } = await client.messages.create(params);
    const [request] = upstream.requests;
    expect(request?.body.toolConfig?.tools?.[1]?.cachePoint).toEqual({ type: 'default', ttl: '1h' });
    expect(request?.body.system?.[1]?.cachePoint).toEqual({ type: 'default', ttl: '1h' });
    expect(request?.body.messages?.[0]?.content[1]?.cachePoint?.type).toBe('default');
    expect(usage.cache_creation?.ephemeral_1h_input_tokens).toBeGreaterThan(0);
    expect(usage.cache_creation?.ephemeral_5m_input_tokens).toBeGreaterThan(0);
    expect(usage.cache_creation_input_tokens).toBe(
      (usage.cache_creation?.ephemeral_1h_input_tokens ?? 0) + (usage.cache_creation?.ephemeral_5m_input_tokens ?? 0),
    );
    const again = await client.messages.stream(params).finalMessage();
    expect(again.usage.cache_read_input_tokens).toBe(usage.cache_creation_input_tokens);
    expect(again.usage.cache_creation_input_tokens).toBe(0);
  });

  it('a PDF arrives as a document', async () => {
    const { upstream, client } = await bedrock(SONNET_45);
    const source = { type: 'base64', media_type: 'application/pdf', data: btoa('%PDF-1.4') } as const;
    await client.messages.create({
      model: 'model',
      max_tokens: 100,
      messages: [{ role: 'user', content: [{ type: 'document', source, title: 'The plan' }] }],
    });
    expect(upstream.requests[0]?.body.messages?.[0]?.content[0]?.document).toMatchObject({ format: 'pdf' });
  });

  it('a forced tool, one call at a time and stop sequences reach the model', async () => {
    const { upstream, client } = await bedrock(SONNET_45);
    upstream.script(SONNET_45, [
      { toolUses: [{ name: 'read_file', input: {} }] },
      { text: 'before', stopReason: 'stop_sequence' },
    ]);
    const params = { model: 'model', max_tokens: 100, messages: HELLO };
    await client.messages.create({
      ...params,
      tools: [READ_TOOL],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
    expect(upstream.requests[0]?.body.toolConfig?.toolChoice).toEqual({ any: {} });
    expect(upstream.requests[0]?.body.additionalModelRequestFields).toMatchObject({
      tool_choice: { disable_parallel_tool_use: true },
    });
    const stopped = await client.messages.stream({ ...params, stop_sequences: ['END'] }).finalMessage();
    expect(upstream.requests[1]?.body.inferenceConfig?.stopSequences).toEqual(['END']);
    expect(stopped.stop_reason).toBe('stop_sequence');
  });

  it.each([
    ['ThrottlingException', throttled(), Anthropic.RateLimitError, 'rate_limit_error'],
    [
      'AccessDeniedException',
      { kind: 'error', status: 403, name: 'AccessDeniedException', message: 'No access.' },
      Anthropic.PermissionDeniedError,
      'permission_error',
    ],
    [
      'ServiceUnavailableException',
      { kind: 'error', status: 503, name: 'ServiceUnavailableException', message: 'Busy.' },
      Anthropic.InternalServerError,
      'overloaded_error',
    ],
    [
      'ValidationException',
      { kind: 'error', status: 400, name: 'ValidationException', message: 'Input is too long for requested model.' },
      Anthropic.BadRequestError,
      'invalid_request_error',
    ],
  ] as const)('%s raises its class, streamed or not', async (_name, fault, expected, type) => {
    const { upstream, client } = await bedrock(SONNET_45);
    upstream.script(SONNET_45, () => fault);
    const params = { model: 'model', max_tokens: 100, messages: HELLO };
    const whole = await client.messages.create(params).catch((error: unknown) => error);
    expect(whole).toBeInstanceOf(expected);
    expect(whole).toMatchObject({ type });
    // Nothing had been sent yet, so that the status tells of the failure here as well.
    const streamed = await client.messages.create({ ...params, stream: true }).catch((error: unknown) => error);
    expect(streamed).toBeInstanceOf(expected);
  });

  it('a failure amid a stream is an error event, and no end is pretended', async () => {
    const { upstream, gateway, client } = await bedrock(SONNET_45);
    const failure = { type: 'exception', name: 'throttlingException', message: 'Too many tokens.' } as const;
    upstream.script(SONNET_45, [breakAfter(4, failure, 'Hello from the simulator')]);
    const seen: string[] = [];
    const stream = await client.messages.create({ model: 'model', max_tokens: 100, messages: HELLO, stream: true });
    const failed = await (async () => {
      for await (const event of stream) seen.push(event.type);
    })().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Anthropic.APIError);
    expect(failed).toMatchObject({ type: 'rate_limit_error' });
    expect(seen).toContain('content_block_delta');
    expect(seen).not.toContain('message_delta');
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure' });
  });

  it('a fallback answers under its own name', async () => {
    const upstream = await bedrockUpstream();
    upstream.script(SONNET_37, () => throttled());
    const gateway = await startTestGateway(
      `model_list:\n${bedrockModel(upstream, 'model', SONNET_37)}${bedrockModel(upstream, 'spare', SONNET_45)}
router_settings: { num_retries: 0, fallbacks: [{ model: [spare] }] }`,
    );
    const message = await clientOf(gateway)
      .messages.stream({ model: 'model', max_tokens: 100, messages: HELLO })
      .finalMessage();
    expect(message.model).toBe(SONNET_45);
  });

  it('a socket that the client closes ends the upstream', async () => {
    const { upstream, client } = await bedrock(SONNET_45);
    upstream.script(SONNET_45, [breakAfter(4, { type: 'silence' })]);
    const stream = client.messages.stream({ model: 'model', max_tokens: 100, messages: HELLO });
    stream.on('text', () => stream.abort());
    await expect(stream.finalMessage()).rejects.toThrow(Anthropic.APIUserAbortError);
    await upstream.idle();
  });
});

describe('the routes', () => {
  it('are there with and without /v1, with beta=true, and take either header for the key', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const body = { model: 'model', max_tokens: 10, messages: HELLO, context_management: { edits: [] } };
    for (const path of ['/v1/messages', '/messages', '/v1/messages?beta=true']) {
      const response = await gateway.call(path, body, { 'x-api-key': MASTER_KEY });
      expect(response.status, path).toBe(200);
    }
    for (const path of ['/v1/messages/count_tokens', '/messages/count_tokens?beta=true']) {
      expect(await (await gateway.call(path, body)).json()).toEqual({ input_tokens: expect.any(Number) as unknown });
    }
    expect(JSON.stringify(upstream.requests.map((request) => request.body))).not.toContain('context_management');
  });

  it('name the session by the header of Claude Code where the body does not', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const headers = { 'x-api-key': MASTER_KEY, 'x-claude-code-session-id': 'session-2' };
    await gateway.call('/v1/messages', { model: 'model', max_tokens: 10, messages: HELLO }, headers);
    expect((await gateway.rows())[0]?.session_id).toBe('session-2');
  });

  it('refuse in the shape of Anthropic: no key, no JSON, no max_tokens', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const refused = async (body: unknown, headers?: Record<string, string>) => {
      const response = await gateway.call('/v1/messages', body, headers);
      const { type, error } = (await response.json()) as { type: string; error: { type: string; message: string } };
      return { status: response.status, type, error };
    };
    expect(await refused({}, {})).toMatchObject({
      status: 401,
      type: 'error',
      error: { type: 'authentication_error' },
    });
    expect(await refused('{')).toMatchObject({ status: 400, error: { type: 'invalid_request_error' } });
    expect(await refused({ model: 'model', messages: HELLO })).toMatchObject({
      status: 400,
      error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
    });
    expect(await refused({ model: 'model', stream: true, messages: HELLO })).toMatchObject({ status: 400 });
    expect(upstream.requests).toEqual([]);
  });
});
