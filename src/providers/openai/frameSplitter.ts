/** Cuts a byte stream of server-sent events into whole frames, each with the blank line that ends it. */
export interface FrameSplitter {
  /** The frames that this piece completes, as views on the bytes where possible. */
  push(piece: Buffer): Buffer[];
  /** Bytes that no blank line has ended yet. */
  rest(): Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);

export function createFrameSplitter(): FrameSplitter {
  let pending: Buffer = NOTHING;
  let scanned = 0;
  return {
    push(piece) {
      const bytes = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
      const frames: Buffer[] = [];
      let start = 0;
      let end = frameEnd(bytes, pending.length === 0 ? 0 : scanned);
      while (end !== -1) {
        frames.push(bytes.subarray(start, end));
        start = end;
        end = frameEnd(bytes, start);
      }
      pending = bytes.subarray(start);
      // A line end at the very end may turn out to be half of a blank line.
      scanned = Math.max(0, pending.length - 3);
      return frames;
    },
    rest: () => pending,
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
