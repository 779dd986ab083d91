import { isAscii } from 'node:buffer';
import { GatewayError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { countOpenings, type JsonFields, outlineJson, WORTH_OUTLINING } from '../../domain/jsonOutline.ts';
import { BodyBytes } from './bodyBytes.ts';

/** A body as it came: bytes and what they say. */
export interface ParsedBody {
  readonly raw: BodyBytes;
  /** Where the values of its fields lie in the bytes; of a small body that is not worth knowing, and none is here. */
  readonly fields: JsonFields;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Far beyond any real body, and far below where functions that walk it run out of stack. */
export const MAX_NESTING = 256;

// A mark of byte order amid a body is no blank.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UTF8_FROM_START = new TextDecoder('utf-8', { fatal: true });

/** Parses a whole body. Throws `bad-request` that says what is wrong and where. */
export function parseBody(raw: Buffer): ParsedBody {
  const fields = outline(raw);
  const text = decode(raw);
  if (fields === undefined) {
    throw new GatewayError('bad-request', `The body is nested more than ${MAX_NESTING} levels deep.`);
  }
  const value = parse(text);
  if (!isObject(value)) throw new GatewayError('bad-request', 'The body must be a JSON object.');
  return { raw: new BodyBytes(raw), fields, value };
}

const NO_FIELDS: JsonFields = new Map();

/** Undefined where the body is nested too deep. */
function outline(raw: Buffer): JsonFields | undefined {
  if (raw.length < WORTH_OUTLINING && countOpenings(raw) <= MAX_NESTING) return NO_FIELDS;
  return outlineJson(raw, MAX_NESTING);
}

/** Throws for what is no UTF-8. Most bodies are ASCII, which needs no decoding. */
export function decodePart(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : UTF8.decode(bytes);
}

function decode(body: Buffer): string {
  try {
    return isAscii(body) ? body.toString('latin1') : UTF8_FROM_START.decode(body);
  } catch (cause) {
    throw new GatewayError('bad-request', 'The body is not valid UTF-8.', { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw new GatewayError('bad-request', `Invalid JSON in the body: ${reason}`, { cause });
  }
}
