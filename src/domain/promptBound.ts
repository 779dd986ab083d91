import { isObject } from './json.ts';

/** An upper estimate of a request's input. */
export interface PromptBound {
  readonly tokens: number;
  /** The request asks for cache entries that last an hour, which cost more to write. */
  readonly oneHourCache: boolean;
  /** The request names a service tier of its own, which may cost more. */
  readonly serviceTier: string | undefined;
}

/** Tokens for an image inside a body: more than models count for the largest that they take. */
const IMAGE_TOKENS = 8192;
/** Encoded characters of a document for each token that its pages count as. */
const DOCUMENT_CHARACTERS_PER_TOKEN = 8;
/** What a provider adds of its own: marks of turns, and its instructions on how to call tools. */
const OVERHEAD_TOKENS = 20;
const TOOL_OVERHEAD_TOKENS = 1000;
/** Marks around each value. */
const VALUE_TOKENS = 1;
/** Text without a space this long is no text but encoded data. */
const LONGEST_WORD = 4096;

/**
 * Bounds the input tokens of a JSON body from above, in one pass. Letters and spaces of Latin text run at four to five
 * to a token and count as three, digits and marks as two, other alphabets as one, and CJK as two thirds of one. An image
 * in the body counts as a fixed number, a document by its size, since models do not read their encoding as text.
 */
export function boundPrompt(body: Readonly<Record<string, unknown>>): PromptBound {
  const overhead = 'tools' in body || 'functions' in body ? TOOL_OVERHEAD_TOKENS : OVERHEAD_TOKENS;
  const walk: Walk = { tokens: overhead, oneHourCache: false };
  count(body, walk);
  const tier = body['service_tier'];
  return {
    tokens: Math.ceil(walk.tokens),
    oneHourCache: walk.oneHourCache,
    serviceTier: typeof tier === 'string' ? tier : undefined,
  };
}

interface Walk {
  tokens: number;
  oneHourCache: boolean;
}

function count(value: unknown, walk: Walk): void {
  walk.tokens += VALUE_TOKENS;
  if (typeof value === 'string') walk.tokens += isMedia(value) ? boundMedia(value) : boundText(value);
  else if (Array.isArray(value)) for (const item of value) count(item, walk);
  else if (isObject(value)) countObject(value, walk);
}

/** Of long objects that are still there: a conversation's messages are the same ones turn after turn, and nobody changes them. */
const counted = new WeakMap<object, Walk>();
const WORTHWHILE_TOKENS = 256;

function countObject(value: Readonly<Record<string, unknown>>, walk: Walk): void {
  const own = counted.get(value) ?? sumOfObject(value);
  walk.tokens += own.tokens;
  walk.oneHourCache ||= own.oneHourCache;
}

function sumOfObject(value: Readonly<Record<string, unknown>>): Walk {
  const walk = { tokens: 0, oneHourCache: value['ttl'] === '1h' };
  const isImage = String(value['media_type'] ?? '').startsWith('image/');
  for (const [name, part] of Object.entries(value)) {
    walk.tokens += boundText(name);
    if (isImage && name === 'data') walk.tokens += IMAGE_TOKENS;
    else count(part, walk);
  }
  if (walk.tokens > WORTHWHILE_TOKENS) counted.set(value, walk);
  return walk;
}

function boundMedia(text: string): number {
  return text.startsWith('data:image/') ? IMAGE_TOKENS : IMAGE_TOKENS + text.length / DOCUMENT_CHARACTERS_PER_TOKEN;
}

function isMedia(text: string): boolean {
  if (text.startsWith('data:')) return true;
  return text.length > LONGEST_WORD && !/\s/.test(text.slice(0, LONGEST_WORD));
}

/** Weights in sixths of a token, so that a long text is a sum of small integers. */
const LATIN = 2;
const DIGIT_OR_MARK = 3;
const ALPHABETIC = 6;
const WIDE = 9;
const SIXTHS = 6;
const FIRST_WIDE_CODE_UNIT = 0x2e80;
const FIRST_BEYOND_ASCII = 0x80;
const CODE_UNITS = 0x1_0000;

/** By code unit: one look-up for each costs less than asking what it is. */
const WEIGHTS = new Uint8Array(CODE_UNITS)
  .fill(WIDE)
  .fill(ALPHABETIC, 0, FIRST_WIDE_CODE_UNIT)
  .fill(DIGIT_OR_MARK, 0, FIRST_BEYOND_ASCII);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ') WEIGHTS[letter.charCodeAt(0)] = LATIN;

/** Upper estimate of the tokens of a text. */
export function boundText(text: string): number {
  let sixths = 0;
  for (let index = 0; index < text.length; index++) sixths += WEIGHTS[text.charCodeAt(index)] ?? 0;
  return sixths / SIXTHS;
}
