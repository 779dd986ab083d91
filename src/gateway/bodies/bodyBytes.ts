const NOTHING = Buffer.alloc(0);

/** A body's bytes, in two places: what an earlier body begins with, too, and stays where it is, and the rest. */
export class BodyBytes {
  readonly length: number;
  /** Of an earlier body, or all of it. */
  readonly head: Buffer;
  readonly #rest: Buffer;

  constructor(head: Buffer, rest: Buffer = NOTHING) {
    this.head = head;
    this.#rest = rest;
    this.length = head.length + rest.length;
  }

  at(place: number): number | undefined {
    return place < this.head.length ? this.head[place] : this.#rest[place - this.head.length];
  }

  /** The bytes between two places, as they lie; nothing is copied. */
  pieces(start: number, end: number): readonly Buffer[] {
    const edge = this.head.length;
    if (end <= edge) return [this.head.subarray(start, end)];
    if (start >= edge) return [this.#rest.subarray(start - edge, end - edge)];
    return [this.head.subarray(start), this.#rest.subarray(0, end - edge)];
  }

  /** The bytes between two places as one: a copy where they lie in both. */
  join(start = 0, end: number = this.length): Buffer {
    const [first = NOTHING, second] = this.pieces(start, end);
    return second === undefined ? first : Buffer.concat([first, second]);
  }

  /** Whether another body has, between two places of its own, the bytes that are here from `place` on. What both share is not looked at. */
  has(other: BodyBytes, start: number, end: number, place = start): boolean {
    if (end > other.length || place + end - start > this.length) return false;
    let at = place;
    for (const piece of other.pieces(start, end)) {
      let seen = 0;
      for (const own of this.pieces(at, at + piece.length)) {
        if (!isSame(own, piece.subarray(seen, seen + own.length))) return false;
        seen += own.length;
      }
      at += piece.length;
    }
    return true;
  }
}

function isSame(one: Buffer, other: Buffer): boolean {
  return (one.buffer === other.buffer && one.byteOffset === other.byteOffset) || one.equals(other);
}
