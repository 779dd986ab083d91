import { BodyBytes } from './bodyBytes.ts';

/** Smaller pieces may lie in memory that Node shares out, and cost nothing to speak of until they are collected. */
const WORTH_FREEING_BYTES = 16 * 1024;
/** What is shared is this many times as long as the rest at least: otherwise the next body would have little to share. */
const SHARED_PARTS = 4;

/**
 * A body while it comes. What an earlier one has at the same place, byte by byte, is not kept again: an agent sends its
 * whole conversation with each turn. Each piece is freed as soon as it is known or copied. V8 collects its whole heap,
 * on all of its threads, for every 64 MB of buffers that wait for it, which cost more than all else that was done for a
 * body of 1 MB.
 */
export class ArrivingBody {
  /** Beginnings of earlier bodies, of which the last piece had the same bytes. */
  #known: readonly Buffer[];
  #shared = 0;
  readonly #rest: Buffer[] = [];
  readonly #freed: ArrayBuffer[] = [];
  #length = 0;

  constructor(known: readonly Buffer[] = []) {
    this.#known = known;
  }

  get length(): number {
    return this.#length;
  }

  /** The piece is this body's from now on. */
  add(piece: Buffer): void {
    this.#length += piece.length;
    const same = this.#rest.length === 0 ? this.#share(piece) : 0;
    if (same < piece.length) this.#rest.push(piece.subarray(same));
    const { buffer } = piece;
    // Nobody else's bytes lie in it.
    if (piece.length < WORTH_FREEING_BYTES || piece.length < buffer.byteLength || !(buffer instanceof ArrayBuffer))
      return;
    if (same === piece.length) buffer.transfer(0);
    else this.#freed.push(buffer);
  }

  /** All of it, once. */
  end(): BodyBytes {
    const rest = Buffer.concat(this.#rest);
    for (const buffer of this.#freed) buffer.transfer(0);
    const [known] = this.#known;
    if (known === undefined || this.#shared === 0) return new BodyBytes(rest);
    const head = known.subarray(0, this.#shared);
    // What is shared keeps the whole of its memory.
    if (rest.length * SHARED_PARTS <= head.length && known.buffer.byteLength <= head.length * 2)
      return new BodyBytes(head, rest);
    return new BodyBytes(Buffer.concat([head, rest]));
  }

  /** How many bytes of the piece are known. */
  #share(piece: Buffer): number {
    let most = 0;
    let having: readonly Buffer[] = [];
    for (const known of this.#known) {
      const same = sameBytes(known, this.#shared, piece);
      if (same > most) [most, having] = [same, [known]];
      else if (same === most) having = [...having, known];
    }
    if (most === 0) return 0;
    this.#known = having;
    this.#shared += most;
    return most;
  }
}

/** All of the piece, or all that is left of what is known; 0 where they differ. */
function sameBytes(known: Buffer, from: number, piece: Buffer): number {
  const length = Math.min(known.length - from, piece.length);
  return known.compare(piece, 0, length, from, from + length) === 0 ? length : 0;
}
