import { describe, expect, it } from 'vitest';
import { assistant, prepare, toolCall, toolResult, user } from './prepare.ts';

describe('turns', () => {
  it('case 10, 29: neighbours of one role become one message', () => {
    expect(prepare({ messages: [user('A'), user('B'), assistant('C'), assistant('D'), user('E')] }).messages).toEqual([
      { role: 'user', content: [{ text: 'A' }, { text: 'B' }] },
      { role: 'assistant', content: [{ text: 'C' }, { text: 'D' }] },
      { role: 'user', content: [{ text: 'E' }] },
    ]);
  });

  it('case 11, 12, 21: blank text goes, and messages with nothing left go with it', () => {
    const messages = [user('A', ' '), assistant('  \n'), user('B'), assistant('C'), user('')];
    expect(prepare({ messages }).messages).toEqual([
      { role: 'user', content: [{ text: 'A' }, { text: 'B' }] },
      { role: 'assistant', content: [{ text: 'C' }] },
    ]);
  });

  it.each([[[]], [[user(' ')]]])('case 13: nothing to say is a bad request', (messages) => {
    expect(() => prepare({ messages })).toThrow(/at least one message/);
  });

  it('case 14: a conversation that begins with the assistant gets an opening', () => {
    expect(prepare({ messages: [assistant('A'), user('B')] }).messages?.[0]).toEqual({
      role: 'user',
      content: [{ text: 'Please continue.' }],
    });
  });

  it('trims the text that the model goes on with', () => {
    expect(prepare({ messages: [user('A'), assistant('The answer: ')] }).messages?.[1]?.content).toEqual([
      { text: 'The answer:' },
    ]);
  });
});

describe('order in an assistant turn', () => {
  const thinking = { type: 'thinking' as const, text: 'hm', signature: 'sig' };

  it('is thinking, text, tool calls', () => {
    const messages = [user('A'), assistant(toolCall('1'), 'B', thinking), user(toolResult('1'))];
    expect(prepare({ messages }).messages?.[1]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'reasoningContent',
      'text',
      'toolUse',
    ]);
  });

  it('is left alone where the model interleaved thinking and text', () => {
    const messages = [user('A'), assistant(thinking, 'B', thinking, toolCall('1')), user(toolResult('1'))];
    expect(prepare({ messages }).messages?.[1]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'reasoningContent',
      'text',
      'reasoningContent',
      'toolUse',
    ]);
  });

  it('case 27: signed thinking comes back, unsigned is left out, redacted survives', () => {
    const data = Buffer.from('opaque').toString('base64');
    const messages = [
      user('A'),
      assistant(thinking, { type: 'thinking', text: 'unsigned' }, { type: 'redacted-thinking', data }, 'B'),
      user('C'),
    ];
    expect(prepare({ messages }).messages?.[1]?.content).toEqual([
      { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
      { reasoningContent: { redactedContent: data } },
      { text: 'B' },
    ]);
  });

  it('leaves thinking out for a model that does not think, and a turn of thinking alone for all', () => {
    const messages = [user('A'), assistant(thinking), user('B'), assistant(thinking, 'C'), user('D')];
    expect(prepare({ messages }, { capabilities: { thinking: 'none' } }).messages).toEqual([
      { role: 'user', content: [{ text: 'A' }, { text: 'B' }] },
      { role: 'assistant', content: [{ text: 'C' }] },
      { role: 'user', content: [{ text: 'D' }] },
    ]);
  });
});

describe('tool calls', () => {
  const inputs = (text: string) => {
    const messages = [user('A'), assistant(toolCall('id', 'look', text)), user(toolResult('id'))];
    return prepare({ messages }).messages?.[1]?.content.map((block) => [
      block.toolUse?.toolUseId,
      block.toolUse?.input,
    ]);
  };

  it.each(['', '  ', '""', '[1]', '{"a":', 'null'])('case 23: %j becomes an empty object', (text) => {
    expect(inputs(text)).toEqual([['id', {}]]);
  });

  it('case 24: glued objects become several calls, the result stays with the first', () => {
    expect(inputs('{"a":1}{"b":"}{"} {"c":3}')).toEqual([
      ['id', { a: 1 }],
      ['id_1', { b: '}{' }],
      ['id_2', { c: 3 }],
    ]);
  });

  it('case 25: a cache point right behind the marked call', () => {
    const messages = [
      user('A'),
      assistant(toolCall('1', 'look', '{}', { cacheControl: {} }), toolCall('2')),
      user(toolResult('1'), toolResult('2')),
    ];
    expect(prepare({ messages }).messages?.[1]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'toolUse',
      'cachePoint',
      'toolUse',
    ]);
  });

  it('case 26, 31: the first of two calls or results with one id wins', () => {
    const messages = [
      user('A'),
      assistant(toolCall('1', 'look', '{"n":1}'), toolCall('1', 'look', '{"n":2}')),
      user(toolResult('1', 'first'), toolResult('1', 'second')),
    ];
    const [, call, result] = prepare({ messages }).messages ?? [];
    expect(call?.content).toEqual([{ toolUse: { toolUseId: '1', name: 'look', input: { n: 1 } } }]);
    expect(result?.content).toEqual([{ toolResult: { toolUseId: '1', content: [{ text: 'first' }] } }]);
  });

  it('gives ids that repeat between turns new ones, in calls and results', () => {
    const turn = [assistant(toolCall('call_1')), user(toolResult('call_1'))];
    const sent = prepare({ messages: [user('A'), ...turn, ...turn] }).messages ?? [];
    const ids = sent.flatMap((each) =>
      each.content.map((block) => block.toolUse?.toolUseId ?? block.toolResult?.toolUseId),
    );
    expect(ids).toEqual([undefined, 'call_1', 'call_1', 'call_1_turn2', 'call_1_turn2']);
  });
});

describe('tool results', () => {
  it('case 30: text and images inside, one cache point behind, no status unless it failed', () => {
    const image = {
      type: 'image' as const,
      source: { kind: 'base64' as const, mediaType: 'image/gif', data: 'R0lGODlh' },
    };
    const result = toolResult('1', 'seen', {
      content: [{ type: 'text', text: 'seen', cacheControl: {} }, image],
    });
    const messages = [user('A'), assistant(toolCall('1')), user(result)];
    expect(prepare({ messages }).messages?.[2]?.content).toEqual([
      {
        toolResult: {
          toolUseId: '1',
          content: [{ text: 'seen' }, { image: { format: 'gif', source: { bytes: 'R0lGODlh' } } }],
        },
      },
      { cachePoint: { type: 'default' } },
    ]);
  });

  it('case 32: results come first in the user turn', () => {
    const messages = [user('A'), assistant(toolCall('1')), user('B', toolResult('1'))];
    expect(prepare({ messages }).messages?.[2]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'toolResult',
      'text',
    ]);
  });

  it('case 33: a result without content stays one', () => {
    const messages = [user('A'), assistant(toolCall('1')), user(toolResult('1', ''))];
    expect(prepare({ messages }).messages?.[2]?.content).toEqual([{ toolResult: { toolUseId: '1', content: [] } }]);
  });

  it('says that a result is missing, also when the conversation ends with the call', () => {
    const missing = { text: 'No result was given for this tool call.' };
    for (const messages of [
      [user('A'), assistant(toolCall('1'))],
      [user('A'), assistant(toolCall('1')), user('B')],
    ]) {
      expect(prepare({ messages }).messages?.[2]?.content[0]).toEqual({
        toolResult: { toolUseId: '1', content: [missing] },
      });
    }
  });

  it('tells a result without a call in words', () => {
    expect(prepare({ messages: [user('A', toolResult('9', 'stray'))] }).messages?.[0]?.content).toEqual([
      { text: 'A' },
      { text: '[tool result for 9: stray]' },
    ]);
  });

  it('marks a failed result, and moves images out where the model takes none inside', () => {
    const image = {
      type: 'image' as const,
      source: { kind: 'base64' as const, mediaType: 'image/gif', data: 'R0lGODlh' },
    };
    const messages = [
      user('A'),
      assistant(toolCall('1')),
      user(toolResult('1', '', { content: [image], isError: true })),
    ];
    expect(prepare({ messages }, { capabilities: { imagesInToolResults: false } }).messages?.[2]?.content).toEqual([
      { toolResult: { toolUseId: '1', content: [{ text: '[The image of this result follows.]' }], status: 'error' } },
      { image: { format: 'gif', source: { bytes: 'R0lGODlh' } } },
    ]);
  });
});
