import type { ChatEvent } from '../../domain/chat.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { readFrame } from './sseFrame.ts';

/** Reads frames that differ from an earlier one in their text alone, without parsing them. */
export interface ContentTemplate {
  /** The event of a frame whose other bytes are those of the learned one; undefined where it has to be parsed. */
  read(bytes: Buffer): ChatEvent | undefined;
  /** Takes a parsed frame for the model of those to come; false where its text cannot be told from the rest. */
  learn(bytes: Buffer, events: readonly ChatEvent[], observe: Observe): boolean;
}

type Observe = (chunk: Readonly<Record<string, unknown>>) => readonly ChatEvent[];
type TextEvent = Extract<ChatEvent, { type: 'text-delta' | 'thinking-delta' }>;

/** Servers whose frames always differ elsewhere (OpenAI's `obfuscation`) are given up after so many. */
const MOST_LESSONS = 8;
const QUOTE = 0x22;
const FIELDS = ['content', 'reasoning_content', 'reasoning'];
const PROBE = 'torii-probe';
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

export function createContentTemplate(): ContentTemplate {
  let known: { readonly head: Buffer; readonly tail: Buffer; readonly type: TextEvent['type'] } | undefined;
  let lessons = 0;
  return {
    read(bytes) {
      if (known === undefined) return undefined;
      const { head, tail, type } = known;
      const end = bytes.length - tail.length;
      // The text has to end where the tail, which begins with its quote, begins.
      if (end <= head.length || bytes.indexOf(QUOTE, head.length) !== end) return undefined;
      if (head.compare(bytes, 0, head.length) !== 0 || tail.compare(bytes, end) !== 0) return undefined;
      const text = bytes.toString('utf8', head.length, end);
      return isPlain(text) ? { type, text } : undefined;
    },
    learn(bytes, events, observe) {
      const [event, ...others] = events;
      if (lessons === MOST_LESSONS || event === undefined || others.length > 0 || !isText(event)) return false;
      lessons += 1;
      for (const field of FIELDS) {
        const parts = partAround(bytes, field);
        if (parts === undefined || !isTextOf(parts, event.type, observe)) continue;
        known = { ...parts, type: event.type };
        return true;
      }
      return false;
    },
  };
}

/** What stands in JSON for itself: no escapes, and no control characters, which JSON forbids. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH || code < FIRST_PRINTABLE) return false;
  }
  return true;
}

function isText(event: ChatEvent): event is TextEvent {
  return event.type === 'text-delta' || event.type === 'thinking-delta';
}

interface Parts {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** What comes before and after the text of the first field of this name. */
function partAround(bytes: Buffer, field: string): Parts | undefined {
  const start = /"\s*:\s*"/y;
  const text = bytes.toString('latin1');
  const name = text.indexOf(`"${field}"`);
  start.lastIndex = name + field.length + 1;
  if (name === -1 || !start.test(text)) return undefined;
  const end = text.indexOf('"', start.lastIndex);
  if (end === -1) return undefined;
  return { head: Buffer.from(bytes.subarray(0, start.lastIndex)), tail: Buffer.from(bytes.subarray(end)) };
}

/** Whether another text in this place is what the frame says, and all that it says: then any text in it is. */
function isTextOf({ head, tail }: Parts, type: TextEvent['type'], observe: Observe): boolean {
  const { data, event } = readFrame(Buffer.concat([head, Buffer.from(PROBE), tail]));
  const json = event === undefined && data !== undefined ? parseJson(data) : undefined;
  if (!isObject(json) || json['error'] !== undefined) return false;
  const [only, ...others] = observe(json);
  return others.length === 0 && only?.type === type && only.text === PROBE;
}
