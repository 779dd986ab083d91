import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAT_READER } from '../../../../src/providers/sagemaker/chat/answer.ts';
import { generateReader } from '../../../../src/providers/sagemaker/generate/answer.ts';
import { readJsonLines } from '../../../../src/providers/sagemaker/jsonLines.ts';
import { textOf } from '../../../simulators/bedrock/fixtures.ts';
import { MESSAGES_API } from '../../../simulators/sagemaker/messagesApi.ts';
import { TGI } from '../../../simulators/sagemaker/tgi.ts';

const READER = generateReader('PROMPT', true);

describe('whole answers', () => {
  it.each([
    [[{ generated_text: 'hi' }], 'hi'],
    [{ generated_text: 'hi' }, 'hi'],
    [{ generation: 'hi' }, 'hi'],
    [[[{ generation: { role: 'assistant', content: 'hi' } }]], 'hi'],
    [[{ generated_text: 'PROMPT and hi' }], ' and hi'],
  ])('%j says %j', (answer, text) => {
    const events = READER.readWhole(answer);
    expect(textOf(events)).toBe(text);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'stop' });
  });

  it('leaves an answer alone that begins like a prompt without marks', () => {
    expect(textOf(generateReader('Hello', false).readWhole([{ generated_text: 'Hello there' }]))).toBe('Hello there');
  });

  it.each([undefined, 'text', {}, [], [{}], { choices: [] }])('%j is no generated text', (answer) => {
    expect(() => READER.readWhole(answer)).toThrow(/generated_text/);
  });

  it('says where the tokens were counted', () => {
    const details = { finish_reason: 'length', generated_tokens: 9, prefill: [{}, {}, {}] };
    const events = READER.readWhole([{ generated_text: 'hi', details }]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'usage', usage: expect.objectContaining({ inputTokens: 3, outputTokens: 9 }) }),
    );
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'length', raw: 'length' });
  });

  it.each([undefined, 'text', {}, [{ generated_text: 'hi' }]])('%j is no chat completion', (answer) => {
    expect(() => CHAT_READER.readWhole(answer)).toThrow(/chat completion/);
  });
});

describe('streams of other containers', () => {
  function read(lines: readonly unknown[]) {
    const reader = READER.openStream();
    const events = lines.flatMap((line) => reader.read(line));
    return { events, rest: reader.finish() };
  }

  it('ends with its stream where the container never tells an end', () => {
    const { events, rest } = read([{ token: { text: 'a' } }, { token: { text: ' b' } }]);
    expect(textOf(events)).toBe('a b');
    expect(rest).toEqual([{ type: 'end', reason: 'stop', raw: undefined }]);
  });

  it('reads DJL’s older outputs, and hides the models’ own marks', () => {
    expect(textOf(read([{ outputs: ['a', ' b'] }]).events)).toBe('a b');
    expect(textOf(read([{ token: { text: 'a' } }, { token: { text: '<|endoftext|>' } }]).events)).toBe('a');
  });
});

describe('lines', () => {
  async function valuesOf(parts: readonly Uint8Array[]): Promise<readonly unknown[]> {
    const values: unknown[] = [];
    for await (const value of readJsonLines(iterate(parts))) values.push(value);
    return values;
  }

  it.each([
    ['server-sent events', ['data:{"a":1}\n\n', 'data: {"a":2}\r\n\r\n', ': comment\n\n', 'data: [DONE]\n\n']],
    ['one JSON on each line', ['{"a":1}\n{"a":2}\n']],
    ['one JSON in each part', ['{"a":1}', '{"a":2}']],
    ['a JSON over several parts', ['{"a"', ':1}', '{"a":', '2}']],
    ['no last line end', ['data:{"a":1}\n\ndata:{"a":2}']],
  ])('reads %s', async (_name, parts) => {
    expect(await valuesOf(parts.map((part) => Buffer.from(part)))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('fails where the stream ends in the midst of a value', async () => {
    await expect(valuesOf([Buffer.from('data:{"a":')])).rejects.toMatchObject({ kind: 'connection' });
  });

  it.each([
    ['TGI', TGI, READER],
    ['chat completions', MESSAGES_API, CHAT_READER],
  ] as const)('reads %s the same however it is cut', async (_name, container, reader) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), fc.array(fc.nat(2000)), async (text, cuts) => {
        const bytes = Buffer.from(container.lines({ text }, {}).join(''));
        const ends = [...new Set([...cuts.map((cut) => cut % bytes.length), bytes.length])].sort((a, b) => a - b);
        const parts = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
        const stream = reader.openStream();
        const events = (await valuesOf(parts)).flatMap((line) => stream.read(line));
        const expected = container === TGI ? (text.match(/\s*\S+|\s+$/g) ?? []).join('') : text;
        expect(textOf(events)).toBe(expected);
        expect(events.at(-1)).toMatchObject({ type: 'end' });
      }),
      { numRuns: 200 },
    );
  });
});

async function* iterate(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
