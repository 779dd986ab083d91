import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { requestDetailSchema } from '../../src/protocol/api.ts';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { breakAfter } from '../simulators/bedrock/scenario.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const READ_TOOL: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'read_file',
  description: 'Reads a file',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  strict: false,
};

interface Say {
  readonly text?: string;
  readonly tool?: { readonly name: string; readonly input: unknown };
}

interface Setup {
  readonly gateway: TestGateway;
  readonly client: OpenAI;
  say(...answers: Say[]): void;
  /** Answers with JSON the way this upstream does. */
  sayJson(value: unknown): void;
  /** Bodies that the upstream got. */
  sent(): readonly unknown[];
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
        sent: () => upstream.requests.map(({ body }) => body),
        sayJson: (value) => upstream.script('model-1', [{ text: JSON.stringify(value) }]),
        say: (...answers) =>
          upstream.script(
            'model-1',
            answers.map(({ text, tool }) => ({
              ...(text === undefined ? {} : { text }),
              ...(tool === undefined ? {} : { toolCalls: [tool] }),
            })),
          ),
      };
    },
  ],
  [
    'Bedrock',
    async () => {
      const upstream = await bedrockUpstream();
      const gateway = await startTestGateway(`model_list:\n${bedrockModel(upstream, 'model', SONNET_37)}`);
      return {
        gateway,
        client: clientOf(gateway),
        sent: () => upstream.requests.map(({ body }) => body),
        sayJson: (input) => upstream.script(SONNET_37, [{ toolUses: [{ name: 'json_tool_call', input }] }]),
        say: (...answers) =>
          upstream.script(
            SONNET_37,
            answers.map(({ text, tool }) => ({
              ...(text === undefined ? {} : { text }),
              ...(tool === undefined ? {} : { toolUses: [tool] }),
            })),
          ),
      };
    },
  ],
];

function clientOf(gateway: TestGateway, apiKey = MASTER_KEY): OpenAI {
  return new OpenAI({ baseURL: `${gateway.baseUrl}/v1`, apiKey, maxRetries: 0 });
}

describe.each(providers)('responses of the openai package through Torii to %s', (_name, setUp) => {
  it('answers, with its row in the ledger', async () => {
    const { gateway, client, say } = await setUp();
    say({ text: 'Konnichiwa' });
    const response = await client.responses.create({ model: 'model', instructions: 'Be brief.', input: 'Hello' });
    expect(response).toMatchObject({ object: 'response', status: 'completed', model: 'model', error: null });
    expect(response.output_text).toBe('Konnichiwa');
    const [row] = await gateway.rows();
    expect(row).toMatchObject({
      request_id: response.id,
      call_type: 'aresponses',
      status: 'success',
      model_group: 'model',
      prompt_tokens: response.usage?.input_tokens,
      completion_tokens: response.usage?.output_tokens,
    });
    expect(row?.spend).toBeGreaterThan(0);
  });

  it('streams events that the package folds into the same response', async () => {
    const { client, say } = await setUp();
    say({ text: 'one two three four five' });
    const stream = client.responses.stream({ model: 'model', input: [{ role: 'user', content: 'Count' }] });
    const types: string[] = [];
    let text = '';
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === 'response.output_text.delta') text += event.delta;
    }
    const final = await stream.finalResponse();
    expect(text).toBe('one two three four five');
    expect(final.output_text).toBe(text);
    expect(final.usage?.total_tokens).toBeGreaterThan(0);
    expect([types[0], types.at(-1)]).toEqual(['response.created', 'response.completed']);
  });

  it.each([false, true])('calls tools and takes their results (streamed: %s)', async (stream) => {
    const { client, say, sent } = await setUp();
    say({ text: 'Let me look.', tool: { name: 'read_file', input: { path: '/a.txt' } } }, { text: 'It says hi.' });
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'Read /a.txt' }];
    const ask = async (): Promise<OpenAI.Responses.Response> => {
      const body = { model: 'model', input, tools: [READ_TOOL], store: false };
      return stream ? await client.responses.stream(body).finalResponse() : await client.responses.create(body);
    };
    const first = await ask();
    const call = first.output.find((item) => item.type === 'function_call');
    expect(call).toMatchObject({ name: 'read_file', arguments: '{"path":"/a.txt"}', status: 'completed' });
    input.push(...(first.output as OpenAI.Responses.ResponseInput), {
      type: 'function_call_output',
      call_id: call?.call_id ?? '',
      output: [{ type: 'input_text', text: 'hi' }],
    });
    expect((await ask()).output_text).toBe('It says hi.');
    expect(JSON.stringify(sent()[1])).toContain('Let me look.');
  });

  it('goes on from a kept response, and forgets it when told to', async () => {
    const { client, say, sent } = await setUp();
    say({ tool: { name: 'read_file', input: { path: '/a.txt' } } }, { text: 'It says hi.' }, { text: 'Yes.' });
    const first = await client.responses.create({ model: 'model', input: 'Read /a.txt', tools: [READ_TOOL] });
    const call = first.output.find((item) => item.type === 'function_call');
    const second = await client.responses.create({
      model: 'model',
      previous_response_id: first.id,
      tools: [READ_TOOL],
      input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: 'hi' }],
    });
    const third = await client.responses.create({
      model: 'model',
      previous_response_id: second.id,
      tools: [READ_TOOL],
      input: [
        { type: 'item_reference', id: second.output[0]?.id ?? '' },
        { role: 'user', content: 'Really?' },
      ],
    });
    expect(third.output_text).toBe('Yes.');
    const told = JSON.stringify(sent()[2]);
    for (const said of ['Read /a.txt', '/a.txt', 'hi', 'It says hi.', 'Really?']) expect(told).toContain(said);

    expect((await client.responses.retrieve(second.id)).output_text).toBe('It says hi.');
    await client.responses.delete(second.id);
    await expect(client.responses.retrieve(second.id)).rejects.toThrow(OpenAI.NotFoundError);
    const again = client.responses.create({ model: 'model', previous_response_id: second.id, input: 'And?' });
    await expect(again).rejects.toThrow(`Previous response with id '${second.id}' not found.`);
    await expect(again).rejects.toThrow(OpenAI.BadRequestError);
  });

  it.each([false, true])('gives answers in the shape of a schema (streamed: %s)', async (stream) => {
    const { client, sayJson } = await setUp();
    sayJson({ city: 'Kyoto' });
    const format = zodTextFormat(z.object({ city: z.string() }), 'city');
    const body = { model: 'model', input: 'Which city?', text: { format } };
    const response = stream ? await client.responses.stream(body).finalResponse() : await client.responses.parse(body);
    expect(response.output_parsed).toEqual({ city: 'Kyoto' });
    expect(response.output.map(({ type }) => type)).toEqual(['message']);
  });

  it('raises the right class for a refusal, streamed or not', async () => {
    const { gateway, client } = await setUp();
    const stranger = clientOf(gateway, 'sk-test-stranger');
    for (const stream of [false, true]) {
      const body = { model: 'model', input: 'Hi', stream } as const;
      await expect(stranger.responses.create(body)).rejects.toThrow(OpenAI.AuthenticationError);
      await expect(client.responses.create({ ...body, model: 'none' })).rejects.toThrow(OpenAI.BadRequestError);
    }
  });
});

const generatedKey = z.object({ key: z.string() });

async function bedrockGateway() {
  const upstream = await bedrockUpstream();
  const gateway = await startTestGateway(`model_list:\n${bedrockModel(upstream, 'model', SONNET_37)}`);
  return { upstream, gateway, client: clientOf(gateway) };
}

describe('responses on Bedrock', () => {
  it('brings signed thinking back on the next turn through encrypted_content', async () => {
    const { upstream, client } = await bedrockGateway();
    upstream.script(SONNET_37, [
      { thinking: 'I must read it.', redactedThinking: 'secret', toolUses: [{ name: 'read_file', input: {} }] },
      { text: 'Done.' },
    ]);
    const body: OpenAI.Responses.ResponseCreateParamsNonStreaming = {
      model: 'model',
      tools: [READ_TOOL],
      store: false,
      reasoning: { effort: 'medium', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    };
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'Read' }];
    const first = await client.responses.stream({ ...body, stream: true, input }).finalResponse();
    expect(first.output.map(({ type }) => type)).toEqual(['reasoning', 'reasoning', 'function_call']);
    expect(first.output[0]).toMatchObject({ summary: [{ type: 'summary_text', text: 'I must read it.' }] });
    const call = first.output.find((item) => item.type === 'function_call');
    input.push(...(first.output as OpenAI.Responses.ResponseInput), {
      type: 'function_call_output',
      call_id: call?.call_id ?? '',
      output: 'hi',
    });
    const second = await client.responses.create({ ...body, input });
    expect(second.output_text).toBe('Done.');
    const assistant = upstream.requests[1]?.body.messages?.[1]?.content ?? [];
    expect(assistant.map((block) => Object.keys(block)[0])).toEqual([
      'reasoningContent',
      'reasoningContent',
      'toolUse',
    ]);
  });

  it('keeps thinking for previous_response_id even where the client did not ask to see it', async () => {
    const { upstream, client } = await bedrockGateway();
    upstream.script(SONNET_37, [
      { thinking: 'I must read it.', toolUses: [{ name: 'read_file', input: {} }] },
      { text: 'Done.' },
    ]);
    const body = { model: 'model', tools: [READ_TOOL], reasoning: { effort: 'low' as const } };
    const first = await client.responses.create({ ...body, input: 'Read' });
    expect(first.output[0]).toEqual({ type: 'reasoning', id: first.output[0]?.id, summary: [] });
    const call = first.output.find((item) => item.type === 'function_call');
    await client.responses.create({
      ...body,
      previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: 'hi' }],
    });
    expect(JSON.stringify(upstream.requests[1]?.body)).toContain('I must read it.');
  });

  it('leaves out tools that only OpenAI can run, and says so in the trace', async () => {
    const { upstream, gateway, client } = await bedrockGateway();
    const response = await client.responses.create({
      model: 'model',
      input: 'Hello',
      tools: [READ_TOOL, { type: 'web_search' }, { type: 'custom', name: 'apply_patch' }],
    });
    expect(response.status).toBe('completed');
    expect(JSON.stringify(upstream.requests[0]?.body.toolConfig)).not.toContain('web_search');
    const callId = response.id.replace('resp_', '');
    const detail = requestDetailSchema.parse(await (await gateway.call(`/torii/requests/${callId}`)).json());
    expect(JSON.stringify(detail)).toContain('web_search, custom apply_patch');
  });

  it('says when the answer was cut short', async () => {
    const { upstream, client } = await bedrockGateway();
    upstream.script(SONNET_37, [{ text: 'Once upon', stopReason: 'max_tokens' }]);
    const response = await client.responses.create({ model: 'model', input: 'Tell', max_output_tokens: 16 });
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ type: 'message', status: 'incomplete' }],
    });
  });

  it('ends a stream that fails midway with an error that the package raises, and a failed response', async () => {
    const { upstream, gateway, client } = await bedrockGateway();
    const broken = breakAfter(3, { type: 'exception', name: 'ModelStreamErrorException', message: 'It broke.' });
    upstream.script(SONNET_37, [broken]);
    const stream = await client.responses.create({ model: 'model', input: 'Hello', stream: true });
    await expect(
      (async () => {
        for await (const _event of stream);
      })(),
    ).rejects.toThrow('It broke.');
    upstream.script(SONNET_37, [broken]);
    const text = await (await gateway.call('/v1/responses', { model: 'model', input: 'Hello', stream: true })).text();
    expect(text).toMatch(/event: error\n.*\n\nevent: response\.failed\n.*"status":"failed".*\n\n$/);
  });

  it('shows a kept response to nobody but its own key', async () => {
    const { gateway, client } = await bedrockGateway();
    const mine = await client.responses.create({ model: 'model', input: 'Hello' });
    const { key } = generatedKey.parse(await (await gateway.call('/key/generate', {})).json());
    const stranger = clientOf(gateway, key);
    await expect(stranger.responses.retrieve(mine.id)).rejects.toThrow(OpenAI.NotFoundError);
    await expect(stranger.responses.delete(mine.id)).rejects.toThrow(OpenAI.NotFoundError);
    await expect(
      stranger.responses.create({ model: 'model', input: 'x', previous_response_id: mine.id }),
    ).rejects.toThrow('not found');
  });

  it('keeps nothing where store is false', async () => {
    const { client } = await bedrockGateway();
    const response = await client.responses.create({ model: 'model', input: 'Hello', store: false });
    expect(response).toMatchObject({ store: false });
    await expect(client.responses.retrieve(response.id)).rejects.toThrow(OpenAI.NotFoundError);
  });

  it.each([
    [{ input: [{ type: 'function_call_output', call_id: 'c', output: 'x' }] }, /No tool call found.*call_id c/],
    [{ input: [{ role: 'user', content: [{ type: 'input_audio' }] }] }, /input\.0\.content\.0: .*input_audio/],
    [{ input: 'x', background: true }, /background/],
    [{ input: [] }, /input: holds no message/],
    [{ input: 7 }, /input: must be a string or a list/],
  ])('refuses %j with words that name the field, and a row', async (body, message) => {
    const { upstream, gateway } = await bedrockGateway();
    const answer = await gateway.call('/v1/responses', { model: 'model', ...body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { message: expect.stringMatching(message), type: 'invalid_request_error', code: '400' },
    });
    expect(upstream.requests).toEqual([]);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', call_type: 'aresponses' });
  });

  it.each([
    [{ prompt_cache_key: 'from-key' }, {}, 'from-key'],
    [{ prompt_cache_key: 'k', client_metadata: { session_id: 'from-client' } }, {}, 'from-client'],
    [{ prompt_cache_key: 'k' }, { 'session-id': 'from-header' }, 'from-header'],
  ])('knows the session of %j with headers %j', async (body, headers, session) => {
    const { gateway } = await bedrockGateway();
    await gateway.call(
      '/responses',
      { model: 'model', input: 'Hello', ...body },
      { authorization: `Bearer ${MASTER_KEY}`, ...headers },
    );
    expect((await gateway.rows())[0]?.session_id).toBe(session);
  });
});
