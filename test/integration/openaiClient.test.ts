import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const READ_TOOL = {
  type: 'function',
  function: {
    name: 'read_file',
    description: 'Reads a file',
    parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
  },
} as const;

interface Setup {
  readonly gateway: TestGateway;
  readonly client: OpenAI;
  say(answer: { text?: string; tool?: { name: string; input: unknown } }): void;
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
        say: ({ text, tool }) =>
          upstream.script('model-1', [
            { ...(text === undefined ? {} : { text }), ...(tool === undefined ? {} : { toolCalls: [tool] }) },
          ]),
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
        say: ({ text, tool }) =>
          upstream.script(SONNET_37, [
            { ...(text === undefined ? {} : { text }), ...(tool === undefined ? {} : { toolUses: [tool] }) },
          ]),
      };
    },
  ],
];

function clientOf(gateway: TestGateway): OpenAI {
  return new OpenAI({ baseURL: `${gateway.baseUrl}/v1`, apiKey: MASTER_KEY, maxRetries: 0 });
}

describe.each(providers)('the openai package through Torii to %s', (_name, setUp) => {
  it('chats', async () => {
    const { gateway, client, say } = await setUp();
    say({ text: 'Konnichiwa' });
    const answer = await client.chat.completions.create({
      model: 'model',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
    });
    expect(answer.choices[0]?.message.content).toBe('Konnichiwa');
    expect(answer.model).toBe('model');
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
    const [row] = await gateway.rows();
    expect(row).toMatchObject({
      request_id: answer.id,
      status: 'success',
      model_group: 'model',
      prompt_tokens: answer.usage?.prompt_tokens,
      completion_tokens: answer.usage?.completion_tokens,
    });
    expect(row?.spend).toBeGreaterThan(0);
  });

  it('streams, with usage where it is asked for', async () => {
    const { gateway, client, say } = await setUp();
    say({ text: 'one two three four five' });
    const stream = await client.chat.completions.create({
      model: 'model',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'Count' }],
    });
    let text = '';
    let total: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      total = chunk.usage?.total_tokens ?? total;
      expect(chunk.model).toBe('model');
    }
    expect(text).toBe('one two three four five');
    const [row] = await gateway.rows();
    expect((row?.prompt_tokens ?? 0) + (row?.completion_tokens ?? 0)).toBe(total);
  });

  it('streams without a usage chunk where nobody asked, and still knows the bill', async () => {
    const { gateway, client, say } = await setUp();
    say({ text: 'hi' });
    const stream = await client.chat.completions.create({
      model: 'model',
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    });
    for await (const chunk of stream) expect(chunk.usage ?? null).toBeNull();
    expect((await gateway.rows())[0]?.spend).toBeGreaterThan(0);
  });

  it('calls tools and takes their results', async () => {
    const { client, say } = await setUp();
    say({ tool: { name: 'read_file', input: { path: '/a.txt' } } });
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Read /a.txt' }];
    const first = await client.chat.completions.create({ model: 'model', messages, tools: [READ_TOOL] });
    const message = first.choices[0]?.message;
    const call = message?.tool_calls?.[0];
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    if (message === undefined || call?.type !== 'function') throw new Error('no tool call');
    expect(JSON.parse(call.function.arguments)).toEqual({ path: '/a.txt' });
    say({ text: 'It says hello.' });
    const second = await client.chat.completions.create({
      model: 'model',
      tools: [READ_TOOL],
      messages: [...messages, message, { role: 'tool', tool_call_id: call.id, content: 'hello' }],
    });
    expect(second.choices[0]?.message.content).toBe('It says hello.');
  });

  it('takes images', async () => {
    const { client, say } = await setUp();
    say({ text: 'A pixel.' });
    const pixel =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const answer = await client.chat.completions.create({
      model: 'model',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: pixel } },
          ],
        },
      ],
    });
    expect(answer.choices[0]?.message.content).toBe('A pixel.');
  });

  it('raises the class that fits: a wrong key, an unknown model, a bad body', async () => {
    const { gateway, client } = await setUp();
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];
    const stranger = new OpenAI({ baseURL: `${gateway.baseUrl}/v1`, apiKey: 'sk-test-nobody', maxRetries: 0 });
    await expect(stranger.chat.completions.create({ model: 'model', messages })).rejects.toThrow(
      OpenAI.AuthenticationError,
    );
    await expect(client.chat.completions.create({ model: 'nobody', messages })).rejects.toThrow(OpenAI.BadRequestError);
    await expect(client.chat.completions.create({ model: 'model', messages: [] })).rejects.toThrow(
      OpenAI.BadRequestError,
    );
  });

  it('lists models', async () => {
    const { client } = await setUp();
    const list = await client.models.list();
    expect(list.data.map(({ id }) => id)).toEqual(['model']);
    expect((await client.models.retrieve('model')).id).toBe('model');
    await expect(client.models.retrieve('nobody')).rejects.toThrow(OpenAI.NotFoundError);
  });
});

describe('embeddings', () => {
  it('come in the order of their inputs, and are paid for', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'embed', 'embed-1', '    model_info: { mode: embedding }\n')}`,
    );
    const answer = await clientOf(gateway).embeddings.create({
      model: 'embed',
      input: ['a', 'bcd'],
      encoding_format: 'float',
    });
    expect(answer.data.map(({ embedding }) => embedding)).toEqual([
      [1, 0],
      [3, 1],
    ]);
    expect(answer.model).toBe('embed');
    expect((await gateway.rows())[0]).toMatchObject({ call_type: 'aembedding', status: 'success', spend: 6e-6 });
  });
});
