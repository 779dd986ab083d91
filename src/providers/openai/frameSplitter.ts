/** Cuts a byte stream of server-sent events into whole frames, each with the blank line that ends it. */
export interface FrameSplitter {
  /** More of the stream. */
  push(piece: Buffer): void;
  /** The next whole frame, as a view on the bytes; undefined until more has come. */
  next(): Buffer | undefined;
  /** Gives out what `read` finds from the beginning of the next frame on: it tells where the last of its frames ends. */
  take(read: (bytes: Buffer, from: number) => number): Buffer | undefined;
  /** Bytes that no blank line has ended yet. */
  rest(): Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);

export function createFrameSplitter(): FrameSplitter {
  let bytes: Buffer = NOTHING;
  /** Where the next frame begins. */
  let start = 0;
  /** Up to here there is no end of a frame. */
  let scanned = 0;

  function giveOut(end: number): Buffer {
    const frames = bytes.subarray(start, end);
    start = end;
    scanned = end;
    return frames;
  }

  return {
    push(piece) {
      const left = bytes.length - start;
      bytes = left === 0 ? piece : Buffer.concat([bytes.subarray(start), piece]);
      scanned = left === 0 ? 0 : scanned - start;
      start = 0;
    },
    next() {
      const end = frameEnd(bytes, scanned);
      if (end !== -1) return giveOut(end);
      // A line end at the very end may turn out to be half of a blank line.
      scanned = Math.max(start, bytes.length - 3);
      return undefined;
    },
    take(read) {
      const end = read(bytes, start);
      return end === start ? undefined : giveOut(end);
    },
    rest: () => bytes.subarray(start),
  };
}

/** Index after the first blank line at or after `from`; -1 where there is none. Lines end in LF or CR LF. */
function frameEnd(bytes: Buffer, from: number): number {
  let lineEnd = bytes.indexOf(LF, from);
  while (lineEnd !== -1) {
    const next = bytes[lineEnd + 1];
    if (next === LF) return lineEnd + 2;
    if (next === CR && bytes[lineEnd + 2] === LF) return lineEnd + 3;
    lineEnd = bytes.indexOf(LF, lineEnd + 1);
  }
  return -1;
}
