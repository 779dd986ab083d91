/** Where the values of an object's fields lie in its bytes. Of a name that comes twice the last counts, as with the parser. */
export type JsonFields = ReadonlyMap<string, JsonField>;

/** Indexes into the bytes; blanks around the value are part of it. */
export interface JsonField {
  readonly start: number;
  readonly end: number;
  /** Of a list that is not empty: where each of its items ends, which is where a comma or the closing bracket stands. */
  readonly items?: readonly number[] | undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** From this size on (bytes), finding values in the bytes costs less than writing them. */
export const WORTH_OUTLINING = 4096;

/** Depth of the items of a list that is a field. */
const ITEMS = 2;

/**
 * Looks a JSON text over, in one pass and without parsing: where the fields of its outermost object are, so that a long
 * one can be copied. Undefined where maps and lists lie within each other beyond `deepest`. Of a text that is not JSON it
 * says anything.
 */
export function outlineJson(bytes: Uint8Array, deepest: number): JsonFields | undefined {
  const fields = new FieldList(bytes);
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (depth === 1) fields.text(at, end + 1);
      at = end;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) return undefined;
      if (depth === ITEMS) fields.open(byte === OPEN_BRACKET);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === ITEMS && byte === CLOSE_BRACKET) fields.item(at);
      if (depth === 1) fields.close(at);
      depth -= 1;
    } else if (byte === COMMA && depth <= ITEMS) {
      if (depth === ITEMS) fields.item(at);
      else if (depth === 1) fields.close(at);
    } else if (byte === COLON && depth === 1) fields.colon(at);
  }
  return fields.found;
}

/** How many maps and lists a JSON text opens at most: as deep as that, and no deeper, they may lie within each other. */
export function countOpenings(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === OPEN_BRACE || byte === OPEN_BRACKET) count += 1;
  return count;
}

/** What has been seen of the outermost object. */
class FieldList {
  readonly found = new Map<string, JsonField>();
  readonly #bytes: Uint8Array;
  #name: JsonField | undefined;
  #start = -1;
  #items: number[] | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  text(start: number, end: number): void {
    if (this.#start === -1) this.#name = { start, end };
  }

  colon(at: number): void {
    if (this.#start === -1) this.#start = at + 1;
  }

  open(isList: boolean): void {
    this.#items = isList ? [] : undefined;
  }

  item(end: number): void {
    this.#items?.push(end);
  }

  close(end: number): void {
    const [name, start, items] = [this.#name, this.#start, this.#items];
    this.#start = -1;
    this.#items = undefined;
    if (start === -1 || name === undefined) return;
    this.found.set(nameOf(this.#bytes, name), { start, end, items });
  }
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
