import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { parseChat } from '../../../../src/gateway/dialects/openai/parseChat.ts';

const user = { role: 'user', content: 'hi' };

function parse(body: Record<string, unknown>): ReturnType<typeof parseChat> {
  return parseChat({ model: 'm', messages: [user], ...body });
}

function problem(body: Record<string, unknown>): GatewayError {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the body was taken');
}

describe('messages', () => {
  it('lifts system and developer texts out, in their order', () => {
    const chat = parse({
      messages: [{ role: 'system', content: 'a' }, user, { role: 'developer', content: [{ type: 'text', text: 'b' }] }],
    });
    expect(chat.system.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(chat.messages).toHaveLength(1);
  });

  it('keeps cache marks with their lifetime; one on the message marks its last part', () => {
    const mark = { type: 'ephemeral', ttl: '1h' };
    const chat = parse({
      messages: [
        {
          role: 'user',
          cache_control: mark,
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
      ],
    });
    expect(chat.messages[0]?.content).toEqual([
      { type: 'text', text: 'a', cacheControl: undefined },
      { type: 'text', text: 'b', cacheControl: { ttl: '1h' } },
    ]);
  });

  it('reads data URLs and keeps http ones as addresses', () => {
    const url = (text: string) => ({ type: 'image_url', image_url: { url: text } });
    const chat = parse({
      messages: [{ role: 'user', content: [url('data:image/PNG;base64,AAAA'), url('https://h/x.png')] }],
    });
    expect(chat.messages[0]?.content).toMatchObject([
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
      { type: 'image', source: { kind: 'url', url: 'https://h/x.png' } },
    ]);
  });

  it('makes tool messages results and reads calls, thinking first', () => {
    const chat = parse({
      messages: [
        user,
        {
          role: 'assistant',
          content: 'let me see',
          thinking_blocks: [
            { type: 'thinking', thinking: 'hm', signature: 's' },
            { type: 'redacted_thinking', data: 'xx' },
          ],
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'done' },
      ],
    });
    expect(chat.messages[1]?.content.map(({ type }) => type)).toEqual([
      'thinking',
      'redacted-thinking',
      'text',
      'tool-call',
    ]);
    expect(chat.messages[2]).toMatchObject({ role: 'user', content: [{ type: 'tool-result', toolCallId: 'c1' }] });
  });

  it("takes Cline's echo of reasoning_content without sending it on as text", () => {
    const chat = parse({ messages: [user, { role: 'assistant', content: 'a', reasoning_content: 'b' }, user] });
    expect(chat.messages[1]?.content).toMatchObject([{ type: 'text', text: 'a' }]);
  });
});

describe('parameters', () => {
  it('prefers max_completion_tokens, reads stop as a list, keeps unknown ones aside', () => {
    const chat = parse({ max_tokens: 1, max_completion_tokens: 2, stop: 'x', frequency_penalty: 0.5, seed: null });
    expect(chat).toMatchObject({ maxTokens: 2, stop: ['x'], extra: { frequency_penalty: 0.5 } });
    expect(chat.extra).not.toHaveProperty('seed');
  });
  it('reads both ways to ask for thinking', () => {
    expect(parse({ reasoning_effort: 'high' }).reasoning).toMatchObject({ effort: 'high' });
    expect(parse({ thinking: { type: 'enabled', budget_tokens: 2048 } }).reasoning).toMatchObject({
      mode: 'enabled',
      budgetTokens: 2048,
    });
  });
  it.each([
    ['auto', { type: 'auto' }],
    ['required', { type: 'required' }],
    [
      { type: 'function', function: { name: 'f' } },
      { type: 'tool', name: 'f' },
    ],
    [{ type: 'any' }, { type: 'required' }],
  ])('tool_choice %j', (choice, expected) => {
    expect(parse({ tool_choice: choice }).toolChoice).toEqual(expected);
  });
});

describe('bad bodies name the field', () => {
  it.each([
    [{ messages: [] }, /^messages/],
    [{ messages: [{ role: 'robot', content: 'x' }] }, /^messages\.0\.role/],
    [
      { messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] },
      /^messages\.0\.content: part 0: .*input_audio/,
    ],
    [{ messages: [{ role: 'tool', content: 'x' }] }, /^messages\.0\.tool_call_id/],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'data:image/png,abc' }] }] }, /base64/],
    [{ temperature: 'hot' }, /^temperature/],
    [{ max_tokens: -1 }, /^max_tokens/],
    [{ tools: [{ type: 'function' }] }, /^tools\.0\.function/],
  ])('%j', (body, message) => {
    const error = problem(body);
    expect(error.message).toMatch(message);
    expect(error.status).toBe(400);
    expect(error.param).toBeDefined();
  });
});
