import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../src/domain/chat.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { EMPTY_CONVERSATION } from '../../../../src/gateway/dialects/responses/conversation.ts';
import { packThinking } from '../../../../src/gateway/dialects/responses/encryptedContent.ts';
import { withAnswer } from '../../../../src/gateway/dialects/responses/keptAnswer.ts';
import {
  functionCallItem,
  messageItem,
  reasoningItem,
} from '../../../../src/gateway/dialects/responses/outputItems.ts';
import { parseResponses } from '../../../../src/gateway/dialects/responses/parseResponses.ts';

const notes: string[] = [];

function parse(body: Record<string, unknown>, dropParams = false): ChatRequest {
  notes.length = 0;
  return parseResponses(body, {
    findConversation: () => EMPTY_CONVERSATION,
    findItem: () => undefined,
    note: ({ detail }) => notes.push(detail),
    dropParams,
  }).request;
}

const messagesOf = (input: unknown): ChatRequest['messages'] => parse({ model: 'm', input }).messages;
const IMAGE = 'data:image/png;base64,iVBORw0KGgo=';

describe('input', () => {
  it('is a user message where it is a string', () => {
    expect(messagesOf('Hi')).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]);
  });

  it('holds texts, images and files', () => {
    const content = [
      { type: 'input_text', text: 'See' },
      { type: 'input_image', image_url: IMAGE, detail: 'auto' },
      { type: 'input_image', image_url: 'https://example.com/a.png' },
      { type: 'input_file', file_data: 'data:application/pdf;base64,JVBERg==', filename: 'a.pdf' },
    ];
    expect(messagesOf([{ role: 'user', content }])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' } },
          { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
          {
            type: 'document',
            source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERg==' },
            name: 'a.pdf',
          },
        ],
      },
    ]);
  });

  it('joins parallel calls into one assistant message, and their results with what the user said meanwhile', () => {
    const messages = messagesOf([
      { role: 'user', content: 'Go' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Two calls.' }] },
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
      { type: 'function_call', call_id: 'b', name: 'g', arguments: '{}' },
      { role: 'user', content: 'Quick!' },
      { type: 'function_call_output', call_id: 'b', output: [{ type: 'input_image', image_url: IMAGE }] },
      { type: 'function_call_output', call_id: 'a', output: 'A' },
    ]);
    expect(messages.map(({ role, content }) => [role, ...content.map(({ type }) => type)])).toEqual([
      ['user', 'text'],
      ['assistant', 'text', 'tool-call', 'tool-call'],
      ['user', 'text', 'tool-result', 'tool-result'],
    ]);
  });

  it('takes thinking back with its proof, and the summary of a foreign service without one', () => {
    const thinking = { type: 'thinking', text: 'Hm', signature: 's' } as const;
    const redacted = { type: 'redacted-thinking', data: 'x' } as const;
    const summary = [{ type: 'summary_text', text: 'In short' }];
    expect(
      messagesOf([
        { role: 'user', content: 'Hi' },
        { type: 'reasoning', summary, encrypted_content: packThinking(thinking) },
        { type: 'reasoning', summary: [], encrypted_content: packThinking(redacted) },
        { type: 'reasoning', summary, encrypted_content: 'gAAAAAB-of-another-service' },
        { type: 'reasoning', summary: [] },
      ])[1]?.content,
    ).toEqual([thinking, redacted, { type: 'thinking', text: 'In short' }]);
  });

  it('leaves items of other kinds out, with a note', () => {
    expect(
      messagesOf([
        { role: 'user', content: 'Hi' },
        { type: 'web_search_call', id: 'ws_1' },
      ]),
    ).toHaveLength(1);
    expect(notes).toEqual(['Input items of other kinds were left out: web_search_call.']);
  });

  it('collects instructions and system messages in their order', () => {
    const { system } = parse({
      model: 'm',
      instructions: 'One',
      input: [
        { role: 'developer', content: 'Two' },
        { role: 'user', content: 'Hi' },
        { role: 'system', content: 'Three' },
      ],
    });
    expect(system.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  });
});

describe('parameters', () => {
  it('have their counterparts', () => {
    const schema = { type: 'object' };
    expect(
      parse({
        model: 'm',
        input: 'Hi',
        max_output_tokens: 9,
        temperature: 0.5,
        top_p: 0.9,
        parallel_tool_calls: false,
        reasoning: { effort: 'xhigh' },
        text: { format: { type: 'json_schema', name: 'n', schema, strict: true } },
        stream: true,
        store: false,
        include: [],
        metadata: { a: 'b' },
        truncation: 'auto',
        service_tier: 'auto',
        num_retries: 2,
      }),
    ).toMatchObject({
      maxTokens: 9,
      temperature: 0.5,
      topP: 0.9,
      parallelToolCalls: false,
      reasoning: { effort: 'xhigh' },
      responseFormat: { type: 'json-schema', name: 'n', schema, strict: true },
      stream: true,
      extra: { num_retries: 2 },
    });
  });

  it('that only OpenAI knows are left out with a note', () => {
    expect(parse({ model: 'm', input: 'Hi', text: { verbosity: 'low' }, truncation: 'auto' }).extra).toEqual({});
    expect(notes).toEqual(['Parameters that only OpenAI knows were left out: text.verbosity, truncation.']);
  });

  it('may ask for thinking as Anthropic does', () => {
    const thinking = { type: 'enabled', budget_tokens: 2048 };
    expect(parse({ model: 'm', input: 'Hi', thinking }).reasoning).toMatchObject({
      mode: 'enabled',
      budgetTokens: 2048,
    });
  });

  const tools = ['f', 'g'].map((name) => ({ type: 'function', name, parameters: {}, strict: true }));
  it.each([
    ['auto', { type: 'auto' }, ['f', 'g']],
    ['required', { type: 'required' }, ['f', 'g']],
    [{ type: 'function', name: 'g' }, { type: 'tool', name: 'g' }, ['f', 'g']],
    [
      { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'g' }] },
      { type: 'required' },
      ['g'],
    ],
    [{ type: 'web_search' }, { type: 'auto' }, ['f', 'g']],
  ])('choose tools: %j', (choice, expected, names) => {
    const request = parse({ model: 'm', input: 'Hi', tools, tool_choice: choice });
    expect(request.toolChoice).toEqual(expected);
    expect(request.tools.map(({ name }) => name)).toEqual(names);
  });

  it('that lose something are refused, or dropped where that is wished', () => {
    const body = { model: 'm', input: 'Hi', top_logprobs: 3 };
    expect(() => parse(body)).toThrow(/top_logprobs/);
    expect(parse(body, true).extra).toEqual({});
  });
});

describe('an answer that is kept', () => {
  it('comes back as the assistant wrote it, broken calls too', () => {
    const history = parseResponses(
      { model: 'm', input: 'Hi' },
      {
        findConversation: () => EMPTY_CONVERSATION,
        findItem: () => undefined,
        note: () => undefined,
        dropParams: false,
      },
    ).conversation;
    const thinking = { type: 'thinking', text: 'Hm', signature: 's' } as const;
    const kept = withAnswer(history, [
      reasoningItem('rs_0', thinking),
      messageItem('msg_1', 'Look', 'completed'),
      functionCallItem('fc_2', { id: '', name: '', arguments: '{' }, 'incomplete'),
    ]);
    expect(kept.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [thinking, { type: 'text', text: 'Look' }, { type: 'tool-call', id: '', name: '', arguments: '{' }],
      },
    ]);
    expect(withAnswer(history, [])).toBe(history);
  });
});

describe('any body', () => {
  const words = fc.constantFrom(
    ...['message', 'reasoning', 'function_call', 'function_call_output', 'item_reference', 'custom_tool_call'],
    ...['user', 'assistant', 'system', 'input_text', 'input_image', 'input_file', 'output_text', 'x', '', IMAGE],
  );
  const odd = fc.oneof(fc.constantFrom(null, 0, true, ''), fc.jsonValue({ maxDepth: 1 }));
  const part = fc.dictionary(
    fc.constantFrom('type', 'text', 'image_url', 'file_data', 'refusal'),
    fc.oneof(words, odd),
  );
  const anyItem = fc.dictionary(
    fc.constantFrom('type', 'role', 'content', 'id', 'call_id', 'name', 'arguments', 'output', 'summary', 'input'),
    fc.oneof(words, fc.array(part, { maxLength: 3 }), odd),
  );
  const content = fc.oneof(words, fc.array(part, { maxLength: 3 }), fc.constant([{ type: 'input_text', text: 'x' }]));
  const goodItem = fc.oneof(
    fc.record({ role: fc.constantFrom('user', 'assistant', 'developer'), content }),
    fc.record({ type: fc.constant('function_call'), call_id: words, name: words, arguments: words }),
    fc.record({ type: fc.constant('function_call_output'), call_id: words, output: content }),
    fc.record({ type: fc.constant('reasoning'), encrypted_content: words }),
    fc.record({ type: words }),
  );
  const item = fc.oneof({ weight: 4, arbitrary: goodItem }, anyItem);
  const body = fc.dictionary(
    fc.constantFrom('model', 'input', 'tools', 'tool_choice', 'reasoning', 'text', 'include', 'instructions', 'n'),
    fc.oneof(words, fc.array(item, { maxLength: 4 }), odd),
  );

  it('is understood or refused, never a crash', () => {
    fc.assert(
      fc.property(body, (value) => {
        try {
          expect(parse(value).messages.length).toBeGreaterThan(0);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError);
          expect((thrown as GatewayError).kind).toBe('bad-request');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
