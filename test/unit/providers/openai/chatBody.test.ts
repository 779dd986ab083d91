import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../src/domain/chat.ts';
import { toChatBody } from '../../../../src/providers/openai/chatBody.ts';
import { callTo, chatRequest } from './fixtures.ts';

const LOCAL = new URL('http://127.0.0.1:8000/v1/chat/completions');
const local = callTo({ apiBase: LOCAL.href });

function bodyOf(over: Partial<ChatRequest>) {
  return toChatBody(chatRequest(over), local, LOCAL);
}

function messagesOf(messages: ChatRequest['messages']) {
  return bodyOf({ messages })['messages'];
}

const png = { kind: 'base64', mediaType: 'image/png', data: 'QUJD' } as const;

describe('parameters', () => {
  it('have OpenAI’s names', () => {
    const body = bodyOf({
      maxTokens: 5,
      temperature: 0.5,
      topP: 0.9,
      topK: 3,
      stop: ['x'],
      extra: { seed: 1, tags: ['a'] },
    });
    expect(body).toEqual({
      model: 'model-1',
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 5,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 3,
      stop: ['x'],
      seed: 1,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it.each([
    [{ effort: 'high' }, 'high'],
    [{ effort: 'max' }, 'xhigh'],
    [{ mode: 'enabled', budgetTokens: 1024 }, 'minimal'],
    [{ mode: 'enabled', budgetTokens: 2048 }, 'low'],
    [{ mode: 'enabled', budgetTokens: 5000 }, 'medium'],
    [{ mode: 'enabled', budgetTokens: 32_000 }, 'high'],
    [{ mode: 'adaptive' }, 'medium'],
    [{ mode: 'disabled' }, undefined],
    [undefined, undefined],
  ] as const)('thinking %j is the effort %s', (reasoning, effort) => {
    expect(bodyOf({ reasoning })['reasoning_effort']).toBe(effort);
  });

  it('asks a model for no effort that takes none', () => {
    const call = callTo({ litellmModel: 'openai/gpt-4o' });
    const request = chatRequest({ reasoning: { effort: 'high' } });
    expect(toChatBody(request, call, new URL('https://api.openai.com/v1'))).not.toHaveProperty('reasoning_effort');
  });

  it('tools and the choice among them', () => {
    const tools = [
      { name: 'read', description: 'Reads', parameters: { type: 'object' }, strict: true },
      { name: 'list' },
    ];
    expect(bodyOf({ tools, toolChoice: { type: 'tool', name: 'read' }, parallelToolCalls: false })).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'read', description: 'Reads', parameters: { type: 'object' }, strict: true },
        },
        { type: 'function', function: { name: 'list', parameters: { type: 'object', properties: {} } } },
      ],
      tool_choice: { type: 'function', function: { name: 'read' } },
      parallel_tool_calls: false,
    });
    expect(bodyOf({ tools, toolChoice: { type: 'required' } })['tool_choice']).toBe('required');
    expect(bodyOf({ toolChoice: { type: 'auto' } })).not.toHaveProperty('tool_choice');
  });

  it('the form of the answer', () => {
    expect(bodyOf({ responseFormat: { type: 'json-object' } })['response_format']).toEqual({ type: 'json_object' });
    const format = { type: 'json-schema', schema: { type: 'object' }, strict: true } as const;
    expect(bodyOf({ responseFormat: format })['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'response', description: undefined, schema: { type: 'object' }, strict: true },
    });
  });
});

describe('messages', () => {
  it('begin with the system texts', () => {
    const system = [
      { type: 'text', text: 'One.' },
      { type: 'text', text: 'Two.', cacheControl: {} },
    ] as const;
    expect(bodyOf({ system })['messages']).toEqual([
      { role: 'system', content: 'One.\n\nTwo.' },
      { role: 'user', content: 'Hello' },
    ]);
  });

  it('carry images by content and by link', () => {
    const content = [
      { type: 'text', text: 'Look' },
      { type: 'image', source: png },
      { type: 'image', source: { kind: 'url', url: 'https://h/a.png' } },
    ] as const;
    expect(messagesOf([{ role: 'user', content }])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
          { type: 'image_url', image_url: { url: 'https://h/a.png' } },
        ],
      },
    ]);
  });

  it('carry documents: text as text, others as files, links not at all', () => {
    const text = { kind: 'base64', mediaType: 'text/plain', data: Buffer.from('Hi').toString('base64') } as const;
    const pdf = { kind: 'base64', mediaType: 'application/pdf', data: 'QUJD' } as const;
    expect(messagesOf([{ role: 'user', content: [{ type: 'document', source: text }] }])).toEqual([
      { role: 'user', content: 'Hi' },
    ]);
    expect(messagesOf([{ role: 'user', content: [{ type: 'document', source: pdf, name: 'a.pdf' }] }])).toEqual([
      {
        role: 'user',
        content: [{ type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,QUJD' } }],
      },
    ]);
    const link = { type: 'document', source: { kind: 'url', url: 'https://h/a.pdf' } } as const;
    expect(() => messagesOf([{ role: 'user', content: [link] }])).toThrow(/not by a link/);
  });

  it('answer tool calls first, with images of results in the message after', () => {
    const messages = messagesOf([
      {
        role: 'assistant',
        content: [
          { type: 'thinking', text: 'Hm.', signature: 's' },
          { type: 'text', text: 'Let me look.' },
          { type: 'tool-call', id: 'a', name: 'shot', arguments: '{"x":1}' },
          { type: 'tool-call', id: 'b', name: 'read', arguments: '' },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And now?' },
          { type: 'tool-result', toolCallId: 'a', content: [{ type: 'image', source: png }] },
          { type: 'tool-result', toolCallId: 'b', content: [], isError: true },
        ],
      },
    ]);
    expect(messages).toEqual([
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'shot', arguments: '{"x":1}' } },
          { id: 'b', type: 'function', function: { name: 'read', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: '(the result follows in the next message)' },
      { role: 'tool', tool_call_id: 'b', content: 'The tool failed.' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
          { type: 'text', text: 'And now?' },
        ],
      },
    ]);
  });

  it('leave out an assistant turn that only thought', () => {
    expect(messagesOf([{ role: 'assistant', content: [{ type: 'thinking', text: 'Hm.' }] }])).toEqual([]);
  });
});
