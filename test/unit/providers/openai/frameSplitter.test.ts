import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameSplitter, type FrameSplitter } from '../../../../src/providers/openai/frameSplitter.ts';

function allOf(splitter: FrameSplitter): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let frame = splitter.next(); frame !== undefined; frame = splitter.next()) frames.push(frame);
  return frames;
}

function split(pieces: readonly Buffer[]): { frames: string[]; rest: string } {
  const splitter = createFrameSplitter();
  const frames = pieces.flatMap((piece) => {
    splitter.push(piece);
    return allOf(splitter);
  });
  return { frames: frames.map((frame) => frame.toString()), rest: splitter.rest().toString() };
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

describe('frames', () => {
  it('end with a blank line, whichever way lines end', () => {
    const stream = 'data: a\n\ndata: b\r\n\r\ndata: c\n\r\n: comment\n\ndata: rest\n';
    expect(split([Buffer.from(stream)])).toEqual({
      frames: ['data: a\n\n', 'data: b\r\n\r\n', 'data: c\n\r\n', ': comment\n\n'],
      rest: 'data: rest\n',
    });
  });

  it('are the same at whatever byte the stream is cut', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => `data: ${JSON.stringify({ text })}`),
      fc.constantFrom('event: ping', ': comment', 'data: [DONE]', 'data:'),
    );
    const frame = fc.tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\r\n'));
    const places = fc.array(fc.nat({ max: 2000 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), places, (frames, cuts) => {
        const texts = frames.map(([lines, end]) => lines.join(end) + end + end);
        const bytes = Buffer.from(texts.join(''));
        expect(split(cut(bytes, cuts))).toEqual({ frames: texts, rest: '' });
      }),
    );
  });

  it('are found in single bytes as in one piece', () => {
    const bytes = Buffer.from('data: {"text":"こんにちは"}\r\n\r\ndata: [DONE]\n\n');
    const single = [...bytes].map((byte) => Buffer.of(byte));
    expect(split(single)).toEqual(split([bytes]));
  });
});
