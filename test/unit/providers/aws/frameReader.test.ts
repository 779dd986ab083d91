import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../../../src/providers/aws/frameReader.ts';
import { BEDROCK } from '../../../../src/providers/bedrock/service.ts';

function frame(payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(16 + payload.length);
  bytes.writeUInt32BE(bytes.length);
  bytes.set(payload, 12);
  return bytes;
}

describe('frames of an event stream', () => {
  it('come whole and in order, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (payloads, cuts) => {
          const frames = payloads.map(frame);
          const reader = new FrameReader(BEDROCK);
          const found = pieces(Buffer.concat(frames), cuts).flatMap((piece) => reader.push(piece));
          reader.end();
          expect(found.map((one) => Buffer.from(one))).toEqual(frames);
        },
      ),
    );
  });

  it.each([0, 15, 25_165_825])('of %i bytes are refused', (length) => {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32BE(length);
    expect(() => new FrameReader(BEDROCK).push(bytes)).toThrow(/not an event stream/);
  });

  it('that break off are an error at the end', () => {
    const reader = new FrameReader(BEDROCK);
    expect(reader.push(frame(Buffer.from('half')).subarray(0, 10))).toEqual([]);
    expect(() => reader.end()).toThrow(/Truncated/);
  });
});

function pieces(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
    const length = cuts[cut % cuts.length] ?? 1;
    found.push(bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}
