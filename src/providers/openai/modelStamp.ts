const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const KEY = Buffer.from('"model"');

/**
 * Replaces the text of the top-level `model` field in a JSON object (or a frame that holds one), leaving every other byte as
 * it is. `from` is the field's value, as parsed; nothing is done where it already says `to`, or is no text.
 */
export function restampModel(bytes: Buffer, from: unknown, to: string): Buffer {
  return createModelStamp(to)(bytes, from);
}

/**
 * The same for the frames of one answer, which mostly begin alike: the place of the field is remembered. `isRun`: the bytes
 * are several frames that begin alike.
 */
export function createModelStamp(to: string): (bytes: Buffer, from: unknown, isRun?: boolean) => Buffer {
  let known: Stamped | undefined;
  return (bytes, from, isRun = false) => {
    if (typeof from !== 'string' || from === to) return bytes;
    if (known === undefined || !startsWith(bytes, known.prefix)) {
      const value = findModelValue(bytes);
      if (value === undefined) return bytes;
      const stamped = Buffer.concat([bytes.subarray(0, value.start), Buffer.from(JSON.stringify(to))]);
      known = { prefix: bytes.subarray(0, value.end), stamped };
    }
    if (isRun) return stampEach(bytes, known);
    return Buffer.concat([known.stamped, bytes.subarray(known.prefix.length)]);
  };
}

interface Stamped {
  readonly prefix: Buffer;
  readonly stamped: Buffer;
}

/** Within a frame its beginning does not come again: outside of texts nothing says `data:`, and in them quotes are escaped. */
function stampEach(bytes: Buffer, { prefix, stamped }: Stamped): Buffer {
  const parts = bytes.toString('latin1').split(prefix.toString('latin1'));
  return Buffer.from(parts.join(stamped.toString('latin1')), 'latin1');
}

function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  return bytes.length > prefix.length && prefix.compare(bytes, 0, prefix.length) === 0;
}

/** Byte range of the value of `model` in the first object, with its quotes. Marks of JSON are ASCII, so bytes will do. */
function findModelValue(bytes: Buffer): { start: number; end: number } | undefined {
  let depth = 0;
  for (let index = bytes.indexOf(OPEN_BRACE); index !== -1 && index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
    else if (byte === QUOTE) {
      const end = stringEnd(bytes, index);
      if (depth === 1 && KEY.equals(bytes.subarray(index, end))) {
        const start = valueStart(bytes, end);
        if (start !== undefined) return { start, end: stringEnd(bytes, start) };
      }
      index = end - 1;
    }
  }
  return undefined;
}

/** Index after the closing quote of the string that opens at `start`. */
function stringEnd(bytes: Buffer, start: number): number {
  for (let index = start + 1; index < bytes.length; index++) {
    if (bytes[index] === BACKSLASH) index++;
    else if (bytes[index] === QUOTE) return index + 1;
  }
  return bytes.length;
}

/** Where the string after a key begins; undefined where what follows is no key, or its value no string. */
function valueStart(bytes: Buffer, keyEnd: number): number | undefined {
  const colon = skipBlanks(bytes, keyEnd);
  if (bytes[colon] !== COLON) return undefined;
  const value = skipBlanks(bytes, colon + 1);
  return bytes[value] === QUOTE ? value : undefined;
}

function skipBlanks(bytes: Buffer, from: number): number {
  let index = from;
  while (bytes[index] === 0x20 || bytes[index] === 0x09 || bytes[index] === 0x0a || bytes[index] === 0x0d) index++;
  return index;
}
