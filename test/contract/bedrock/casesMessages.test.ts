import { describe, expect } from 'vitest';
import { SONNET_35, SONNET_45 } from '../../simulators/bedrock/fixtures.ts';
import { signThinking } from '../../simulators/bedrock/thinkingSignature.ts';
import { bedrockCase, OPUS_47 } from './caseHarness.ts';

const system = (content: unknown, rest: object = {}) => ({ role: 'system', content, ...rest });
const user = (content: unknown, rest: object = {}) => ({ role: 'user', content, ...rest });
const assistant = (content: unknown, rest: object = {}) => ({ role: 'assistant', content, ...rest });
const tool = (id: string, content?: unknown, rest: object = {}) => ({
  role: 'tool',
  tool_call_id: id,
  ...(content === undefined ? {} : { content }),
  ...rest,
});
const call = (id: string, text = '{}', rest: object = {}) => ({
  id,
  type: 'function',
  function: { name: 'look', arguments: text },
  ...rest,
});
const text = (words: string, rest: object = {}) => ({ type: 'text', text: words, ...rest });
const ephemeral = { cache_control: { type: 'ephemeral' } };
const cachePoint = { cachePoint: { type: 'default' } };
const LOOK = [{ type: 'function', function: { name: 'look' } }];
const use = (id: string, input: unknown = {}) => ({ toolUse: { toolUseId: id, name: 'look', input } });
const result = (id: string, ...content: unknown[]) => ({ toolResult: { toolUseId: id, content } });

const PNG = Buffer.from('\x89PNG\r\n\x1a\n0', 'latin1').toString('base64');
const image = (url: string, rest: object = {}) => ({ type: 'image_url', image_url: { url, ...rest } });
const file = (url: string, rest: object = {}) => ({ type: 'file', file: { file_data: url, ...rest } });

describe('1. System', () => {
  bedrockCase(1, 'system stands apart from the messages', (record) => {
    expect(record.send({ messages: [system('You are a helpful assistant.'), user('Hi')] })).toEqual({
      system: [{ text: 'You are a helpful assistant.' }],
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
    });
  });

  bedrockCase(2, 'system parts keep their order', (record) => {
    const sent = record.send({ messages: [system([text('One.'), text('Two.')]), user('Hi')] });
    expect(sent.system).toEqual([{ text: 'One.' }, { text: 'Two.' }]);
  });

  bedrockCase(3, 'a marked system string is followed by a cache point', (record) => {
    const sent = record.send({ messages: [system('Rules.', ephemeral), user('Hi')] });
    expect(sent.system).toEqual([{ text: 'Rules.' }, cachePoint]);
  });

  bedrockCase(4, 'a marked system part is followed by a cache point', (record) => {
    const sent = record.send({ messages: [system([text('One.', ephemeral), text('Two.')]), user('Hi')] });
    expect(sent.system).toEqual([{ text: 'One.' }, cachePoint, { text: 'Two.' }]);
  });

  bedrockCase(5, 'system messages are lifted from anywhere, blank ones dropped', (record) => {
    const sent = record.send({
      messages: [system('A'), user('1'), system(''), assistant('2'), system('B'), user('3')],
    });
    expect(sent.system).toEqual([{ text: 'A' }, { text: 'B' }]);
    expect(sent.messages?.map(({ role, content }) => [role, content[0]?.text])).toEqual([
      ['user', '1'],
      ['assistant', '2'],
      ['user', '3'],
    ]);
  });

  bedrockCase(6, 'a system message without content leaves no system', (record) => {
    expect(record.send({ messages: [{ role: 'system' }, user('Hi')] })).not.toHaveProperty('system');
    expect(record.send({ messages: [system(null), user('Hi')] })).not.toHaveProperty('system');
  });

  bedrockCase(7, 'a lifetime where the model lets it be chosen, in messages too', (record) => {
    const marked = { cache_control: { type: 'ephemeral', ttl: '1h' } };
    const body = { messages: [system('Rules.', marked), user([text('Hi', marked)])] };
    const point = { cachePoint: { type: 'default', ttl: '1h' } };
    const newer = record.send(body, { model: SONNET_45 });
    expect(newer.system?.[1]).toEqual(point);
    expect(newer.messages?.[0]?.content[1]).toEqual(point);
    expect(record.send(body).system?.[1]).toEqual(cachePoint);
    const odd = { messages: [system('Rules.', { cache_control: { type: 'ephemeral', ttl: '2h' } }), user('Hi')] };
    expect(record.send(odd, { model: SONNET_45 }).system?.[1]).toEqual(cachePoint);
  });
});

describe('2. User content', () => {
  bedrockCase(8, 'a string is a text block, marked or not', (record) => {
    expect(record.messages([user('Hi')])).toEqual([{ role: 'user', content: [{ text: 'Hi' }] }]);
    expect(record.messages([user('Hi', ephemeral)])[0]?.content).toEqual([{ text: 'Hi' }, cachePoint]);
  });

  bedrockCase(9, 'each kind of part becomes its block', (record) => {
    const content = record.send({
      messages: [
        user([
          text('Look:'),
          image(`data:image/png;base64,${PNG}`),
          file('data:application/pdf;base64,JVBERi0=', { filename: 'a.pdf' }),
          file(`data:image/png;base64,${PNG}`),
          { type: 'guarded_text', text: 'Careful.', ...ephemeral },
        ]),
      ],
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    }).messages?.[0]?.content;
    expect(content).toEqual([
      { text: 'Look:' },
      { image: { format: 'png', source: { bytes: PNG } } },
      {
        document: {
          format: 'pdf',
          name: expect.stringMatching(/^a pdf [0-9a-f]{16}-pdf$/),
          source: { bytes: 'JVBERi0=' },
        },
      },
      { image: { format: 'png', source: { bytes: PNG } } },
      { guardContent: { text: { text: 'Careful.' } } },
      cachePoint,
    ]);
  });

  bedrockCase(10, 'consecutive user messages are one', (record) => {
    expect(record.messages([user('One.'), user([text('Two.')])])).toEqual([
      { role: 'user', content: [{ text: 'One.' }, { text: 'Two.' }] },
    ]);
  });

  bedrockCase(11, 'blank text parts are left out', (record) => {
    expect(record.messages([user([text(''), text(' \n'), text('Hi')])])).toEqual([
      { role: 'user', content: [{ text: 'Hi' }] },
    ]);
  });

  bedrockCase(12, 'an empty user turn is dropped, and refused where nothing else is said', (record) => {
    expect(record.messages([user('Hi'), assistant('Hello.'), { role: 'user' }])).toEqual([
      { role: 'user', content: [{ text: 'Hi' }] },
      { role: 'assistant', content: [{ text: 'Hello.' }] },
    ]);
    expect(record.refuse({ messages: [user(null)] })).toMatchObject({ status: 400, param: 'messages' });
    const defaults = { user_continue_message: { role: 'user', content: 'Go on, please.' } };
    expect(record.messages([user(null)], { defaults })).toEqual([
      { role: 'user', content: [{ text: 'Go on, please.' }] },
    ]);
  });

  bedrockCase(13, 'a request of system text alone is refused', (record) => {
    expect(record.refuse({ messages: [system('Rules.')] })).toMatchObject({
      status: 400,
      message: expect.stringContaining('at least one message with content besides the system text'),
    });
  });

  bedrockCase(
    14,
    'a beginning by the assistant is opened, an end by it kept where the model goes on from it',
    (record) => {
      const go = { role: 'user', content: [{ text: 'Please continue.' }] };
      expect(record.messages([assistant('Hello.'), user('Hi')])[0]).toEqual(go);
      expect(record.messages([user('Hi'), assistant('{')]).at(-1)?.role).toBe('assistant');
      expect(record.messages([user('Hi'), assistant('{')], { model: OPUS_47 }).at(-1)).toEqual(go);
    },
  );
});

describe('3. Images, documents, video', () => {
  bedrockCase(15, 'png, jpeg, gif and webp; image/jpg is jpeg', (record) => {
    for (const [mime, format] of [
      ['png', 'png'],
      ['jpeg', 'jpeg'],
      ['jpg', 'jpeg'],
      ['gif', 'gif'],
      ['webp', 'webp'],
    ]) {
      const content = record.messages([user([image(`data:image/${mime};base64,AAAA`)])])[0]?.content;
      expect(content?.[0]?.image?.format).toBe(format);
    }
    expect(record.refuse({ messages: [user([image('data:image/tiff;base64,AAAA')])] }).message).toMatch(
      /messages\.0\.content\.0: unsupported image format "image\/tiff".*png, jpeg, gif and webp/,
    );
  });

  bedrockCase(16, 'documents by their media type; any other text is a text file', (record) => {
    for (const [mime, format] of [
      ['application/pdf', 'pdf'],
      ['text/csv', 'csv'],
      ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
      ['text/html', 'html'],
      ['text/plain', 'txt'],
      ['text/markdown', 'md'],
      ['text/x-python', 'txt'],
      ['application/json', 'txt'],
    ]) {
      const content = record.messages([user([text('Read.'), file(`data:${mime};base64,AAAA`)])])[0]?.content;
      expect(content?.[1]?.document?.format).toBe(format);
    }
    const zip = { messages: [user([text('Read.'), file('data:application/zip;base64,AAAA')])] };
    expect(record.refuse(zip).message).toMatch(/unsupported document type "application\/zip"/);
  });

  bedrockCase(17, 'video is refused by name', (record) => {
    const body = { messages: [user([text('Watch.'), file('data:video/mp4;base64,AAAA')])] };
    expect(record.refuse(body)).toMatchObject({
      status: 400,
      param: 'messages.0.content.1',
      message: expect.stringContaining('"video/mp4"'),
    });
  });

  bedrockCase(18, 'a document’s name follows from its content alone', (record) => {
    const nameOf = (data: string): string | undefined =>
      record.messages([user([text('Read.'), file(`data:application/pdf;base64,${data}`)])])[0]?.content[1]?.document
        ?.name;
    expect(nameOf('JVBERi0=')).toBe(nameOf('JVBE\nRi0='));
    expect(nameOf('JVBERi0=')).not.toBe(nameOf('JVBERi00'));
    expect(nameOf('JVBERi0=')).toMatch(/^Document [0-9a-f]{16}-pdf$/);
  });

  bedrockCase(19, 'addresses are not fetched', (record) => {
    expect(record.refuse({ messages: [user([image('https://example.com/a.png')])] })).toMatchObject({
      status: 400,
      message: expect.stringContaining('Send it as a data URL'),
    });
  });

  bedrockCase(20, 'format overrides the media type, and the bytes override both', (record) => {
    const formatOf = (data: string): string | undefined =>
      record.messages([user([image(`data:image/png;base64,${data}`, { format: 'image/webp' })])])[0]?.content[0]?.image
        ?.format;
    expect(formatOf('AAAA')).toBe('webp');
    expect(formatOf(PNG)).toBe('png');
  });
});

describe('4. Assistant', () => {
  bedrockCase(21, 'an assistant message that says nothing is left out', (record) => {
    expect(record.messages([user('A'), assistant('   '), user('B')])).toEqual([
      { role: 'user', content: [{ text: 'A' }, { text: 'B' }] },
    ]);
  });

  bedrockCase(22, 'cache marks of the assistant', (record) => {
    const sent = record.messages([user('A'), assistant('B', ephemeral), user('C')]);
    expect(sent[1]?.content).toEqual([{ text: 'B' }, cachePoint]);
    const parts = record.messages([user('A'), assistant([text('B', ephemeral), text('C')]), user('D')]);
    expect(parts[1]?.content).toEqual([{ text: 'B' }, cachePoint, { text: 'C' }]);
  });

  bedrockCase(23, 'arguments become an object, an empty one where they are none', (record) => {
    for (const [written, input] of [
      ['{"path":"a"}', { path: 'a' }],
      ['', {}],
      [' ', {}],
      ['""', {}],
      ['[1]', {}],
      ['{"a":', {}],
    ] as const) {
      const sent = record.send({
        messages: [user('A'), assistant(null, { tool_calls: [call('1', written)] }), tool('1', 'x')],
        tools: LOOK,
      });
      expect(sent.messages?.[1]?.content).toEqual([use('1', input)]);
    }
  });

  bedrockCase(24, 'glued argument objects become several calls', (record) => {
    const glued = call('call', '{"a":1}{"b":2}{"c":3}', ephemeral);
    const sent = record.send({
      messages: [user('A'), assistant(null, { tool_calls: [glued] }), tool('call', 'x')],
      tools: LOOK,
    });
    expect(sent.messages?.[1]?.content).toEqual([
      use('call', { a: 1 }),
      use('call_1', { b: 2 }),
      use('call_2', { c: 3 }),
      cachePoint,
    ]);
  });

  bedrockCase(25, 'a cache mark on a call stands behind that call', (record) => {
    const calls = [call('call_1', '{}', ephemeral), call('call_2')];
    const sent = record.send({
      messages: [user('A'), assistant(null, { tool_calls: calls }), tool('call_1', 'x'), tool('call_2', 'y')],
      tools: LOOK,
    });
    expect(sent.messages?.[1]?.content).toEqual([use('call_1'), cachePoint, use('call_2')]);
  });

  bedrockCase(26, 'of two calls with one id the first is kept', (record) => {
    const sent = record.send({
      messages: [
        user('A'),
        assistant('B', { tool_calls: [call('1', '{"n":1}'), call('1', '{"n":2}'), call('2')] }),
        tool('1', 'x'),
        tool('2', 'y'),
      ],
      tools: LOOK,
    });
    expect(sent.messages?.[1]?.content).toEqual([{ text: 'B' }, use('1', { n: 1 }), use('2')]);
  });

  bedrockCase(27, 'signed thinking comes first, redacted thinking too, unsigned is left out', (record) => {
    const signature = signThinking('Hm.');
    const redacted = { type: 'redacted_thinking', data: Buffer.from('sim-redacted:x').toString('base64') };
    const blocks = [{ type: 'thinking', thinking: 'Hm.', signature }, redacted];
    const sent = record.send({
      messages: [user('A'), assistant(null, { tool_calls: [call('1')], thinking_blocks: blocks }), tool('1', 'x')],
      tools: LOOK,
    });
    expect(sent.messages?.[1]?.content).toEqual([
      { reasoningContent: { reasoningText: { text: 'Hm.', signature } } },
      { reasoningContent: { redactedContent: redacted.data } },
      use('1'),
    ]);
    const unsigned = [{ type: 'thinking', thinking: 'Hm.' }];
    expect(record.messages([user('A'), assistant('B', { thinking_blocks: unsigned }), user('C')])[1]?.content).toEqual([
      { text: 'B' },
    ]);
  });

  bedrockCase(28, 'thinking is left out where the open calls were made without it', (record) => {
    const body = {
      messages: [user('A'), assistant(null, { tool_calls: [call('1')] }), tool('1', 'x')],
      tools: LOOK,
      thinking: { type: 'enabled', budget_tokens: 2000 },
    };
    expect(record.send(body)).not.toHaveProperty('additionalModelRequestFields');
  });

  bedrockCase(29, 'consecutive assistant messages are one', (record) => {
    expect(record.messages([user('A'), assistant('B'), assistant('C'), user('D')])[1]).toEqual({
      role: 'assistant',
      content: [{ text: 'B' }, { text: 'C' }],
    });
  });
});

describe('5. Tool results', () => {
  const asked = [user('A'), assistant(null, { tool_calls: [call('1'), call('2')] })];

  bedrockCase(30, 'a result’s texts and images, with one cache point behind it', (record) => {
    const parts = [text('seen', ephemeral), image(`data:image/png;base64,${PNG}`)];
    const sent = record.send({ messages: [...asked, tool('1', 'x', ephemeral), tool('2', parts)], tools: LOOK });
    expect(sent.messages?.[2]?.content).toEqual([
      result('1', { text: 'x' }),
      cachePoint,
      result('2', { text: 'seen' }, { image: { format: 'png', source: { bytes: PNG } } }),
      cachePoint,
    ]);
  });

  bedrockCase(31, 'results of one turn share a message, the first of two for one call wins', (record) => {
    const sent = record.send({ messages: [...asked, tool('1', 'x'), tool('2', 'y'), tool('1', 'again')], tools: LOOK });
    expect(sent.messages?.slice(2)).toEqual([
      { role: 'user', content: [result('1', { text: 'x' }), result('2', { text: 'y' })] },
    ]);
  });

  bedrockCase(32, 'results and words of the user share a message, results first', (record) => {
    const sent = record.send({
      messages: [...asked, user('Wait.'), tool('1', 'x'), tool('2', 'y'), user('Go.')],
      tools: LOOK,
    });
    expect(sent.messages?.[2]?.content).toEqual([
      result('1', { text: 'x' }),
      result('2', { text: 'y' }),
      { text: 'Wait.' },
      { text: 'Go.' },
    ]);
  });

  bedrockCase(33, 'a result without content is empty', (record) => {
    const sent = record.send({ messages: [...asked, tool('1'), tool('2', null)], tools: LOOK });
    expect(sent.messages?.[2]?.content).toEqual([result('1'), result('2')]);
  });

  bedrockCase(34, 'tools that only the history knows are defined again', (record) => {
    const sent = record.send({ messages: [...asked, tool('1', 'x'), tool('2', 'y')] });
    expect(sent.toolConfig?.tools).toEqual([
      { toolSpec: { name: 'look', description: 'look', inputSchema: { json: { type: 'object', properties: {} } } } },
    ]);
    const without = { messages: [...asked, tool('1', 'x'), tool('2', 'y')], tools: LOOK, tool_choice: 'none' };
    const told = record.send(without, { model: SONNET_35 });
    expect(told.messages?.[1]?.content[0]).toEqual({ text: '[tool call 1: look({})]' });
    expect(told.messages?.[2]?.content[0]).toEqual({ text: '[tool result for 1: x]' });
  });
});
