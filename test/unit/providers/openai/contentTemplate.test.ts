import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/domain/tokenEstimate.ts';
import { createContentTemplate } from '../../../../src/providers/openai/contentTemplate.ts';
import { readFrame } from '../../../../src/providers/openai/sseFrame.ts';
import { createStreamObserver } from '../../../../src/providers/openai/streamObserver.ts';

type Delta = Readonly<Record<string, unknown>>;

function frame(delta: Delta, over: Delta = {}): Buffer {
  const chunk = { id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason: null, ...over }] };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}

/** A template that has seen the frame, after a first one. */
function learned(bytes: Buffer) {
  const observer = createStreamObserver();
  observer.observe({ id: 'c', model: 'm', choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] });
  const template = createContentTemplate();
  const json = JSON.parse(readFrame(bytes).data ?? '');
  const took = template.learn(bytes, observer.observe(json), observer.observe);
  return { took, template };
}

const FIELDS = [
  ['content', 'text-delta'],
  ['reasoning_content', 'thinking-delta'],
  ['reasoning', 'thinking-delta'],
] as const;

describe.each(FIELDS)('frames that differ in their %s alone', (field, type) => {
  it('are read without parsing, with what parsing would have said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const { took, template } = learned(frame({ [field]: 'Hello' }));
        const bytes = frame({ [field]: text });
        const run = template.read(bytes, 0, false);
        const isPlain = JSON.stringify(text) === `"${text}"`;
        expect(took).toBe(true);
        expect(run).toEqual(isPlain ? { end: bytes.length, events: [{ type, text }] } : undefined);
      }),
    );
  });
});

describe('frames of text side by side', () => {
  it('are read together, up to the first one that is to be parsed', () => {
    const { template } = learned(frame({ content: 'Hello' }));
    const texts = ['one', '二つ', 'three'].map((content) => frame({ content }));
    const other = frame({ content: 'say "x"' });
    const bytes = Buffer.concat([other, ...texts, other, ...texts]);
    const end = bytes.length - other.length - Buffer.concat(texts).length;
    const events = ['one', '二つ', 'three'].map((text) => ({ type: 'text-delta', text }));
    expect(template.read(bytes, 0, false)).toBeUndefined();
    expect(template.read(bytes, other.length, false)).toEqual({ end, events });
  });

  it('have one event for all of them where that is enough, with the tokens of each', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (texts) => {
        const { template } = learned(frame({ content: 'Hello' }));
        const plain = texts.filter((text) => JSON.stringify(text) === `"${text}"`);
        const bytes = Buffer.concat(plain.map((content) => frame({ content })));
        const tokens = plain.reduce((sum, text) => sum + estimateTokens(text), 0);
        const [event] = template.read(bytes, 0, true)?.events ?? [];
        expect(event).toEqual(plain.length === 0 ? undefined : { type: 'text-delta', text: plain.join(''), tokens });
      }),
    );
  });
});

describe('what is left to the parser', () => {
  const { template } = learned(frame({ content: 'Hello' }));

  it.each([
    ['an end', frame({ content: 'x' }, { finish_reason: 'stop' })],
    ['another field', frame({ content: 'x', tool_calls: [] })],
    ['a tool call', frame({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] })],
    ['no text', frame({ content: '' })],
    ['no delta', Buffer.from('data: [DONE]\n\n')],
    ['a control character', Buffer.from(frame({ content: 'x-y' }).toString().replace('x-y', 'x\u0001y'))],
    ['text that ends the string', Buffer.from(frame({ content: 'x-y' }).toString().replace('x-y', 'x","a":"y'))],
  ])('%s', (_name, bytes) => {
    expect(template.read(bytes, 0, false)).toBeUndefined();
  });

  it('frames whose text cannot be told from the rest', () => {
    expect(learned(frame({ content: 'say "x"' })).took).toBe(false);
    const twice = Buffer.from(
      frame({ content: 'a' }).toString().replace('"content":"a"', '"content":"b","content":"a"'),
    );
    expect(learned(twice).took).toBe(false);
    expect(learned(frame({ role: 'content', content: 'a' })).took).toBe(false);
  });

  it('servers that never send two frames alike, after some', () => {
    const observer = createStreamObserver();
    const own = createContentTemplate();
    observer.observe({ id: 'c', choices: [{ index: 0, delta: { content: '' } }] });
    const takes = Array.from({ length: 10 }, () =>
      own.learn(frame({ content: 'x' }), [{ type: 'text-delta', text: 'x' }], observer.observe),
    );
    expect(takes).toEqual([true, true, true, true, true, true, true, true, false, false]);
  });
});
