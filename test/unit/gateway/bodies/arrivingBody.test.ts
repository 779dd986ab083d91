import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivingBody } from '../../../../src/gateway/bodies/arrivingBody.ts';
import { BodyBytes } from '../../../../src/gateway/bodies/bodyBytes.ts';

function bytesOf(length: number, fill = 'a'): Buffer {
  return Buffer.alloc(length, fill);
}

function arrive(body: Buffer, known: readonly Buffer[], pieceBytes = 20_000): BodyBytes {
  const arriving = new ArrivingBody(known);
  for (let start = 0; start < body.length; start += pieceBytes) {
    const piece = Buffer.alloc(Math.min(pieceBytes, body.length - start));
    body.copy(piece, 0, start);
    arriving.add(piece);
  }
  return arriving.end();
}

describe('a body while it comes', () => {
  it('has the bytes that came, whatever is known of it', () => {
    const part = fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 60_000 }));
    const body = fc.array(part, { maxLength: 3 });
    const sizes = fc.integer({ min: 5000, max: 70_000 });
    const build = (parts: readonly (readonly [string, number])[]) =>
      Buffer.concat(parts.map(([fill, length]) => bytesOf(length, fill)));
    fc.assert(
      fc.property(body, fc.array(body, { maxLength: 3 }), sizes, (asked, earlier, pieceBytes) => {
        const bytes = build(asked);
        const known = earlier.map(build);
        const before = known.map((each) => each.toString('latin1'));
        expect(arrive(bytes, known, pieceBytes).join().equals(bytes)).toBe(true);
        expect(known.map((each) => each.toString('latin1'))).toEqual(before);
      }),
    );
  });

  it('shares the memory of the earlier body that has most in common with it', () => {
    const short = bytesOf(100_000);
    const long = bytesOf(300_000);
    const grown = arrive(Buffer.concat([long, bytesOf(20_000, 'b')]), [short, bytesOf(100_000, 'b'), long]);
    expect(grown.head.buffer).toBe(long.buffer);
    expect(grown.head).toHaveLength(300_000);
    const [, rest] = grown.pieces(0, grown.length);
    expect(rest).toEqual(bytesOf(20_000, 'b'));
  });

  it('lies in one place of its own again where much is new, or where most of the earlier memory would be kept for nothing', () => {
    const known = bytesOf(300_000);
    for (const body of [Buffer.concat([known, bytesOf(200_000, 'b')]), known.subarray(0, 100_000)]) {
      const { head } = arrive(body, [known]);
      expect(head.equals(body)).toBe(true);
      expect(head.buffer).not.toBe(known.buffer);
    }
  });

  it('frees the memory of large pieces as soon as they are known or copied, and of no others', () => {
    const known = bytesOf(100_000);
    const arriving = new ArrivingBody([known]);
    const [same, other, part, small] = [
      bytesOf(50_000),
      bytesOf(50_000, 'b'),
      bytesOf(50_000).subarray(1),
      bytesOf(1000),
    ];
    arriving.add(same);
    expect(same).toHaveLength(0);
    for (const piece of [other, part, small]) arriving.add(piece);
    expect(other).toHaveLength(50_000);
    expect(arriving.end()).toHaveLength(150_999);
    expect(other).toHaveLength(0);
    expect(part).toHaveLength(49_999);
    expect(small).toHaveLength(1000);
    expect(known).toEqual(bytesOf(100_000));
  });
});

describe('the bytes of a body in two places', () => {
  it('are compared at any two places with those of another one', () => {
    const text = Buffer.from('0123456789'.repeat(8));
    const place = fc.nat(text.length);
    const cut = (at: number) => new BodyBytes(text.subarray(0, at), Buffer.from(text.subarray(at)));
    fc.assert(
      fc.property(place, place, place, place, place, (one, other, from, to, at) => {
        const [start, end] = [Math.min(from, to), Math.max(from, to)];
        const [own, given] = [cut(one), cut(other)];
        const expected = text.subarray(start, end).equals(text.subarray(at, at + end - start));
        expect(own.has(given, start, end, at)).toBe(expected);
        expect(own.join(start, end)).toEqual(text.subarray(start, end));
        expect(own.at(start)).toBe(text[start]);
      }),
    );
  });
});
