import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../../src/config/deepFreeze.ts';
import { parseChat } from '../../../../src/gateway/dialects/openai/parseChat.ts';

const text = fc.constantFrom('', 'Hello.', 'a long text '.repeat(20));
const content = fc.oneof(
  text,
  fc.array(
    fc.record({
      type: fc.constantFrom('text', 'image_url', 'odd'),
      text,
      image_url: fc.constant('data:image/png;base64,AA=='),
    }),
    { maxLength: 2 },
  ),
);
const call = fc.record(
  {
    id: fc.constantFrom('call_1', 'call_2'),
    function: fc.record({ name: fc.constant('read'), arguments: fc.constantFrom('{}', '') }),
  },
  { requiredKeys: ['function'] },
);
const message = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'user', 'nobody'), content }),
  fc.record({ role: fc.constant('assistant'), content, tool_calls: fc.array(call, { maxLength: 2 }) }),
  fc.record({ role: fc.constant('tool'), content, tool_call_id: fc.constantFrom('call_1', '') }),
);

function said(body: Readonly<Record<string, unknown>>): unknown {
  try {
    return parseChat(body);
  } catch (thrown) {
    return String(thrown);
  }
}

describe('messages that come again', () => {
  it('are read as if they came for the first time: alone, behind others, and with something wrong after them', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.array(message, { maxLength: 3 }),
        fc.nat(5),
        (known, added, kept) => {
          const shared = deepFreeze(structuredClone(known));
          for (const messages of [shared, [...shared, ...added], shared.slice(kept), [...added, ...shared], shared]) {
            const body = { model: 'm', messages };
            expect(said(body)).toEqual(said(structuredClone(body)));
          }
        },
      ),
    );
  });

  it('are the same objects when they are frozen, and read anew when they could have changed', () => {
    const messages = [
      { role: 'user', content: 'Hello.' },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: 'Go on.' },
    ];
    const read = (of: readonly unknown[]) => parseChat({ model: 'm', messages: of }).messages;
    const frozen = deepFreeze(structuredClone(messages));
    expect(read([...frozen, ...messages])[0]).toBe(read(frozen)[0]);
    expect(read(messages)[0]).not.toBe(read(messages)[0]);
  });
});
