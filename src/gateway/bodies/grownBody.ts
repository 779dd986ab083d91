import { type JsonField, outlineJson } from '../../domain/jsonOutline.ts';
import type { BodyBytes } from './bodyBytes.ts';
import { decodePart, MAX_NESTING, type ParsedBody } from './parsedBody.ts';

/** A body that others may go on from. */
export interface KnownBody extends ParsedBody {
  /** The field with the conversation. */
  readonly name: string;
  readonly list: JsonField & { readonly items: readonly number[] };
  readonly messages: readonly unknown[];
}

const CONVERSATIONS = ['messages', 'input'];
const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;

/** Undefined for what holds no conversation, and where two fields have one name: then the order of the fields tells little. */
export function toKnownBody(body: ParsedBody): KnownBody | undefined {
  const starts = [...body.fields.values()].map(({ start }) => start);
  if (starts.some((start, index) => start < (starts[index - 1] ?? 0))) return undefined;
  for (const name of CONVERSATIONS) {
    const messages = body.value[name];
    const list = body.fields.get(name);
    if (!Array.isArray(messages) || list?.items === undefined) continue;
    const { items } = list;
    if (messages.length > 0 && items.length === messages.length)
      return { ...body, name, list: { ...list, items }, messages };
  }
  return undefined;
}

/** How many messages at the beginning of the known conversation another body has at the very same place, byte by byte. */
export function sharedMessages({ raw, list: { items } }: KnownBody, other: BodyBytes): number {
  let shared = 0;
  let compared = 0;
  let tooMany = items.length + 1;
  // The whole of it first: what grows has it.
  for (let count = items.length; shared + 1 < tooMany; count = (shared + tooMany) >> 1) {
    const end = items[count - 1] ?? 0;
    if (other.has(raw, compared, end) && isEnd(other.at(end))) [shared, compared] = [count, end];
    else tooMany = count;
  }
  return shared;
}

/** What ends an item: a number might go on. */
function isEnd(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACKET;
}

/**
 * A body that begins as the known one does, with that many messages: what they have in common is not parsed again, and
 * its messages are the same objects. Says the same as parsing the whole. Undefined where the rest does not parse alone.
 */
export function growBody(known: KnownBody, shared: number, raw: BodyBytes): ParsedBody | undefined {
  try {
    return withSameEnd(known, shared, raw) ?? withOtherEnd(known, shared, raw);
  } catch {
    // Whoever parses the whole says what is wrong, and where.
    return undefined;
  }
}

/** Only messages have come: the fields behind them are the same bytes. */
function withSameEnd(known: KnownBody, shared: number, raw: BodyBytes): ParsedBody | undefined {
  const { list, name } = known;
  const from = list.items[shared - 1] ?? 0;
  const oldEnd = list.items.at(-1) ?? 0;
  const newEnd = raw.length - (known.raw.length - oldEnd);
  if (newEnd < from || !raw.has(known.raw, oldEnd, known.raw.length, newEnd)) return undefined;
  const rest = parseRest(name, raw.join(from, newEnd), ']}');
  if (rest === undefined || rest.fields.size > 1) return undefined;
  const moved = newEnd - oldEnd;
  const fields = new Map(known.fields);
  for (const [other, field] of fields) if (field.start > list.start) fields.set(other, move(field, moved));
  fields.set(name, { ...joinList(known, shared, rest), end: list.end + moved });
  const messages = [...known.messages.slice(0, shared), ...rest.messages];
  return { raw, fields, value: { ...known.value, [name]: messages } };
}

/** Everything behind the messages that both have is new. */
function withOtherEnd(known: KnownBody, shared: number, raw: BodyBytes): ParsedBody | undefined {
  const { list, name } = known;
  const from = list.items[shared - 1] ?? 0;
  const rest = parseRest(name, raw.join(from), '');
  if (rest === undefined) return undefined;
  const fields = new Map([...known.fields].filter(([, { start }]) => start < list.start));
  const value: Record<string, unknown> = {};
  for (const head of fields.keys()) define(value, head, known.value[head]);
  fields.set(name, joinList(known, shared, rest));
  define(value, name, [...known.messages.slice(0, shared), ...rest.messages]);
  for (const [other, field] of rest.fields) {
    if (other === name) continue;
    fields.set(other, move(field, from - rest.offset));
    define(value, other, rest.value[other]);
  }
  return { raw, fields, value };
}

/** As the parser does: a field may have any name, `__proto__` as well. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

interface Rest extends Pick<ParsedBody, 'fields' | 'value'> {
  readonly list: JsonField;
  /** Without the item that stands for the known ones. */
  readonly messages: readonly unknown[];
  /** Where the rest begins in its own bytes. */
  readonly offset: number;
}

/** Parses what follows an item of the list, with one item before it. Undefined where that list is not the one that counts. */
function parseRest(name: string, bytes: Buffer, foot: string): Rest | undefined {
  const opening = `{${JSON.stringify(name)}:`;
  const head = `${opening}[0`;
  const raw = Buffer.concat([Buffer.from(head), bytes, Buffer.from(foot)]);
  const fields = outlineJson(raw, MAX_NESTING);
  const value: Record<string, unknown> = JSON.parse(head + decodePart(bytes) + foot);
  const list = fields?.get(name);
  const messages = value[name];
  if (fields === undefined || list?.start !== opening.length || !Array.isArray(messages)) return undefined;
  return { fields, value, list, messages: messages.slice(1), offset: head.length };
}

function joinList({ list }: KnownBody, shared: number, { list: added, offset }: Rest): JsonField {
  const moved = (list.items[shared - 1] ?? 0) - offset;
  // The first item of the rest stands for all that is known.
  const items = [...list.items.slice(0, shared), ...(added.items ?? []).slice(1).map((end) => end + moved)];
  return { start: list.start, end: added.end + moved, items };
}

function move({ start, end, items }: JsonField, by: number): JsonField {
  return { start: start + by, end: end + by, items: items?.map((place) => place + by) };
}
