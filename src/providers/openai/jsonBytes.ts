import type { RelayRequest } from '../../domain/ports.ts';

type Body = Readonly<Record<string, unknown>>;

/** From this size on, finding the values in the bytes costs less than writing them. */
const WORTHWHILE_BYTES = 4096;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * A body in JSON. Its values that are those of the client's body are copied from the client's bytes: a long conversation is
 * not written anew for another model's name.
 */
export function toJsonBytes(body: Body, source: RelayRequest['source']): string | Buffer {
  if (source === undefined || source.bytes.length < WORTHWHILE_BYTES) return JSON.stringify(body);
  const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.length);
  const fields = fieldsOf(bytes);
  const pieces: Buffer[] = [];
  let written = '{';
  let separator = '';
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    written += `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    const field = isLarge(value) && source.value[name] === value ? fields.get(name) : undefined;
    if (field === undefined) written += JSON.stringify(value);
    else {
      pieces.push(Buffer.from(written), bytes.subarray(field.start, field.end));
      written = '';
    }
  }
  return Buffer.concat([...pieces, Buffer.from(`${written}}`)]);
}

/** Equal numbers and short texts are written as soon as found. */
function isLarge(value: unknown): boolean {
  return (
    (typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > WORTHWHILE_BYTES)
  );
}

interface Field {
  readonly start: number;
  readonly end: number;
}

/** Where the values of an object's fields lie. The bytes are known to be JSON; of a name that comes twice the last counts. */
function fieldsOf(bytes: Buffer): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  let depth = 0;
  let name = '';
  let start = -1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (depth === 1 && start === -1) name = readName(bytes.toString('utf8', at, end + 1));
      at = end;
    } else if (OPENING.has(byte)) depth += 1;
    else if (depth === 1 && byte === COLON && start === -1) start = at + 1;
    else if (depth === 1 && start !== -1 && (byte === COMMA || CLOSING.has(byte))) {
      fields.set(name, { start, end: at });
      start = -1;
      if (byte !== COMMA) depth -= 1;
    } else if (CLOSING.has(byte)) depth -= 1;
  }
  return fields;
}

function readName(text: string): string {
  const name: unknown = JSON.parse(text);
  return typeof name === 'string' ? name : '';
}

/** The place of the closing quote. */
function stringEnd(bytes: Buffer, start: number): number {
  for (let quote = bytes.indexOf(QUOTE, start + 1); quote !== -1; quote = bytes.indexOf(QUOTE, quote + 1)) {
    if (backslashesBefore(bytes, quote) % 2 === 0) return quote;
  }
  return bytes.length;
}

function backslashesBefore(bytes: Buffer, at: number): number {
  let count = 0;
  while (bytes[at - 1 - count] === BACKSLASH) count += 1;
  return count;
}
