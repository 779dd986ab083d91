import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../../src/config/deepFreeze.ts';
import { parseMessages } from '../../../../src/gateway/dialects/anthropic/parseMessages.ts';

const text = fc.constantFrom('', 'Hello.', 'a long text '.repeat(20));
const block = fc.oneof(
  text.map((words) => ({ type: 'text', text: words })),
  text.map((content) => ({ type: 'tool_result', tool_use_id: 'call_1', content })),
  fc.constantFrom(
    { type: 'tool_use', id: 'call_1', name: 'read', input: { path: 'a' } },
    { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: {} },
    { type: 'tool_removal', tool: { type: 'tool_reference', name: 'read' } },
    { type: 'tool_addition', tool: { type: 'tool_reference', name: 'read' } },
    { type: 'tool_addition', tool: { type: 'tool_definition', definition: { name: 'more', input_schema: {} } } },
    { type: 'nonsense' },
  ),
);
const message = fc.record({
  role: fc.constantFrom('user', 'assistant', 'system'),
  content: fc.oneof(text, fc.array(block, { maxLength: 3 })),
});

/** The request and the notes about it, or what was wrong. */
function said(body: Readonly<Record<string, unknown>>): unknown {
  const notes: unknown[] = [];
  try {
    return { request: parseMessages(body, (note) => notes.push(note)), notes };
  } catch (thrown) {
    return String(thrown);
  }
}

const TOOLS = [{ name: 'read', input_schema: { type: 'object' } }];

describe("messages in Anthropic's words that come again", () => {
  it('are read as if they came for the first time: tools that come and go and notes included', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 5 }),
        fc.array(message, { maxLength: 3 }),
        fc.nat(4),
        (known, added, kept) => {
          const shared = deepFreeze(structuredClone(known));
          for (const messages of [shared, [...shared, ...added], shared.slice(kept), [...added, ...shared], shared]) {
            const body = { model: 'm', max_tokens: 5, tools: TOOLS, messages };
            expect(said(body)).toEqual(said(structuredClone(body)));
          }
        },
      ),
    );
  });

  it('take tools away and bring them back each time', () => {
    const reference = { type: 'tool_reference', name: 'read' };
    const change = (type: string) => ({
      role: 'user',
      content: [
        { type, tool: reference },
        { type: 'text', text: 'x' },
      ],
    });
    const messages = deepFreeze([change('tool_removal'), change('tool_addition')]);
    const tools = (of: readonly unknown[]) =>
      parseMessages({ model: 'm', max_tokens: 5, tools: TOOLS, messages: of }, () => undefined).tools;
    for (const _ of [1, 2]) {
      expect(tools(messages)).toHaveLength(1);
      expect(tools(messages.slice(0, 1))).toHaveLength(0);
    }
  });

  it('are the same objects when they are frozen, and read anew when they could have changed', () => {
    const messages = [{ role: 'user', content: 'Hello.' }];
    const read = (of: readonly unknown[]) =>
      parseMessages({ model: 'm', max_tokens: 5, messages: of }, () => undefined).messages[0];
    const frozen = deepFreeze(structuredClone(messages));
    expect(read([...frozen, ...messages])).toBe(read(frozen));
    expect(read(messages)).not.toBe(read(messages));
  });
});
