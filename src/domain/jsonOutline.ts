/** Where the values of an object's fields lie in its bytes. Of a name that comes twice the last counts, as with the parser. */
export type JsonFields = ReadonlyMap<string, JsonField>;

/** Indexes into the bytes; blanks around the value are part of it. */
export interface JsonField {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Looks a JSON text over, in one pass and without parsing: where the fields of its outermost object are, so that a long
 * one can be copied. Undefined where maps and lists lie within each other beyond `deepest`. Of a text that is not JSON it
 * says anything.
 */
export function outlineJson(bytes: Uint8Array, deepest: number): JsonFields | undefined {
  const fields = new Map<string, JsonField>();
  let depth = 0;
  let name: JsonField | undefined;
  let start = -1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (depth === 1 && start === -1) name = { start: at, end: end + 1 };
      at = end;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) return undefined;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET || (byte === COMMA && depth === 1)) {
      if (depth === 1 && start !== -1 && name !== undefined) fields.set(nameOf(bytes, name), { start, end: at });
      if (depth === 1) start = -1;
      if (byte !== COMMA) depth -= 1;
    } else if (byte === COLON && depth === 1 && start === -1) start = at + 1;
  }
  return fields;
}

/** The place of the closing quote; the end of the bytes where there is none. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

const UTF8 = new TextDecoder();

function nameOf(bytes: Uint8Array, { start, end }: JsonField): string {
  try {
    return String(JSON.parse(UTF8.decode(bytes.subarray(start, end))));
  } catch {
    return '';
  }
}
