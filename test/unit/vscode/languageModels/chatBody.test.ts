import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChat } from '../../../../src/gateway/dialects/openai/parseChat.ts';
import { toChatBody, toCountBody } from '../../../../src/vscode/languageModels/chatBody.ts';
import { toMessages } from '../../../../src/vscode/languageModels/chatMessages.ts';
import type { Prompt, PromptMessage, PromptPart } from '../../../../src/vscode/languageModels/promptParts.ts';

const PNG = { type: 'data', mimeType: 'image/png', data: new Uint8Array([1, 2, 3]) } as const;
const text = (value: string): PromptPart => ({ type: 'text', text: value });

function prompt(values: Partial<Prompt> = {}): Prompt {
  return { model: 'model', messages: [], tools: [], toolRequired: false, options: {}, ...values };
}

describe('a prompt of the editor', () => {
  it('asks for a stream, with unsupported parameters left out', () => {
    expect(toChatBody(prompt())).toEqual({ model: 'model', messages: [], stream: true, drop_params: true });
  });

  it('offers tools, and says whether one has to be called', () => {
    const tools = [{ name: 'read', description: 'Reads', inputSchema: undefined }];
    const described = { name: 'read', description: 'Reads', parameters: { type: 'object', properties: {} } };
    expect(toChatBody(prompt({ tools }))).toMatchObject({
      tools: [{ type: 'function', function: described }],
      tool_choice: 'auto',
    });
    expect(toChatBody(prompt({ tools, toolRequired: true }))).toMatchObject({ tool_choice: 'required' });
    expect(toChatBody(prompt({ toolRequired: true }))).not.toHaveProperty('tool_choice');
  });

  it("passes a caller's parameters on, but neither what is the prompt's own nor what is meant for others", () => {
    const options = { temperature: 0, model: 'another', stream: false, _capturingTokenCorrelationId: 'x' };
    const body = toChatBody(prompt({ options }));
    expect(body).toMatchObject({ temperature: 0, model: 'model', stream: true });
    expect(body).not.toHaveProperty('_capturingTokenCorrelationId');
  });

  it('is counted as text or as a message', () => {
    expect(toCountBody('model', 'Hello')).toEqual({ model: 'model', prompt: 'Hello' });
    expect(toCountBody('model', { role: 'user', parts: [text('Hello')] })).toEqual({
      model: 'model',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    });
  });
});

describe('a message', () => {
  it('holds images and documents as data URLs, and text data as text', () => {
    const json = { type: 'data', mimeType: 'application/json', data: new TextEncoder().encode('{"a":1}') } as const;
    const pdf = { type: 'data', mimeType: 'application/pdf', data: new Uint8Array([4]) } as const;
    expect(toMessages({ role: 'user', parts: [text('See'), PNG, json, pdf] })).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
          { type: 'text', text: '{"a":1}' },
          { type: 'file', file: { file_data: 'data:application/pdf;base64,BA==', filename: 'document.pdf' } },
        ],
      },
    ]);
  });

  it('marks for the cache the part before a mark, and drops a mark without one', () => {
    const mark = { type: 'data', mimeType: 'cache_control', data: new TextEncoder().encode('ephemeral') } as const;
    const marked = { type: 'text', text: 'Long', cache_control: { type: 'ephemeral' } };
    expect(toMessages({ role: 'user', parts: [mark, text('Long'), mark] })).toEqual([
      { role: 'user', content: [marked] },
    ]);
  });

  it("puts a tool's results first, and shows its images after them", () => {
    const result: PromptPart = { type: 'tool-result', id: 'call-1', content: [{ type: 'text', text: 'Done' }, PNG] };
    expect(toMessages({ role: 'user', parts: [text('Next'), result] })).toEqual([
      { role: 'tool', tool_call_id: 'call-1', content: 'Done' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
          { type: 'text', text: 'Next' },
        ],
      },
    ]);
  });

  it("keeps the model's thinking and calls", () => {
    const call: PromptPart = { type: 'tool-call', id: 'call-1', name: 'read', input: { path: 'a' } };
    expect(toMessages({ role: 'assistant', parts: [{ type: 'thinking', text: 'Hm' }, call] })).toEqual([
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'Hm',
        tool_calls: [{ id: 'call-1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } }],
      },
    ]);
  });

  it('is left out where nothing of it is for a model', () => {
    expect(toMessages({ role: 'assistant', parts: [{ type: 'thinking', text: 'Hm' }] })).toEqual([]);
    const stateful = { type: 'data', mimeType: 'stateful_marker', data: new Uint8Array([1]) } as const;
    expect(toMessages({ role: 'user', parts: [stateful] })).toEqual([]);
  });
});

/** Any message that the editor may hand over. */
const media = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: fc.string() }),
  fc.record({
    type: fc.constant('data' as const),
    mimeType: fc.constantFrom('image/png', 'text/plain', 'application/json', 'application/pdf', 'cache_control', 'x/y'),
    data: fc.uint8Array({ maxLength: 8 }),
  }),
);
const name = fc.stringMatching(/^[a-z]{1,8}$/);
const userParts = fc.array(
  fc.oneof(media, fc.record({ type: fc.constant('tool-result' as const), id: name, content: fc.array(media) })),
);
const assistantParts = fc.array(
  fc.oneof(
    media,
    fc.record({ type: fc.constant('thinking' as const), text: fc.string() }),
    fc.record({ type: fc.constant('tool-call' as const), id: name, name, input: fc.dictionary(name, fc.jsonValue()) }),
  ),
);
const anyMessage: fc.Arbitrary<PromptMessage> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), parts: userParts }),
  fc.record({ role: fc.constant('assistant' as const), parts: assistantParts }),
);

describe('whatever the editor hands over', () => {
  it('is a body that the gateway reads, with every text, call and result in it, in order', () => {
    fc.assert(
      fc.property(fc.array(anyMessage), (others) => {
        const messages: readonly PromptMessage[] = [{ role: 'user', parts: [text('Hi')] }, ...others];
        const body = JSON.parse(JSON.stringify(toChatBody(prompt({ messages })))) as Record<string, unknown>;
        const read = parseChat(body).messages.flatMap(
          (message): readonly { readonly type: string }[] => message.content,
        );
        const given = messages.flatMap(({ parts }): readonly PromptPart[] => parts);
        const calls = read.flatMap((part) => ('arguments' in part ? [part] : []));
        const wanted = given.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
        expect(calls).toMatchObject(wanted.map(({ id, input }) => ({ id, arguments: JSON.stringify(input) })));
        const results = read.flatMap((part) => ('toolCallId' in part ? [part.toolCallId] : []));
        expect(results).toEqual(given.flatMap((part) => (part.type === 'tool-result' ? [part.id] : [])));
        const said = given.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('').length;
        const heard = read.flatMap((part) => ('text' in part ? [String(part.text)] : [])).join('').length;
        expect(heard).toBeGreaterThanOrEqual(said);
      }),
    );
  });
});
