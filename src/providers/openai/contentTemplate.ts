import type { ChatEvent } from '../../domain/chat.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { estimateTokens, estimateTokensOfBytes } from '../../domain/tokenEstimate.ts';
import { readFrame } from './sseFrame.ts';

/** Reads frames that differ from an earlier one in their text alone, without parsing them. */
export interface ContentTemplate {
  /**
   * The frames from `from` on whose other bytes are those of the learned one; undefined where the first one has to be
   * parsed. `joined`: one event for all of them.
   */
  read(bytes: Buffer, from: number, joined: boolean): TextRun | undefined;
  /** Takes a parsed frame for the model of those to come; false where its text cannot be told from the rest. */
  learn(bytes: Buffer, events: readonly ChatEvent[], observe: Observe): boolean;
}

/** Frames of text side by side, and what they say. */
export interface TextRun {
  /** Where the last of them ends. */
  readonly end: number;
  readonly events: readonly ChatEvent[];
}

type Observe = (chunk: Readonly<Record<string, unknown>>) => readonly ChatEvent[];
type TextEvent = Extract<ChatEvent, { type: 'text-delta' | 'thinking-delta' }>;

/** Servers whose frames always differ elsewhere (OpenAI's `obfuscation`) are given up after so many. */
const MOST_LESSONS = 8;
const FIELDS = ['content', 'reasoning_content', 'reasoning'];
const PROBE = 'torii-probe';
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7f;

export function createContentTemplate(): ContentTemplate {
  let known: Known | undefined;
  let lessons = 0;
  /** The bytes that were read last, one character each, so that places in both are the same. */
  let seen: Seen | undefined;
  return {
    read(bytes, from, joined) {
      if (known === undefined) return undefined;
      if (seen?.bytes !== bytes) seen = { bytes, text: bytes.toString('latin1') };
      const { text } = seen;
      const { head, tail, joint, type } = known;
      if (!text.startsWith(head, from)) return undefined;
      const events: ChatEvent[] = [];
      const first = from + head.length;
      let [begin, last, tokens] = [first, first, 0];
      for (;;) {
        // The tail begins with the quote that ends the text.
        const quote = text.indexOf('"', begin);
        const isJoined = quote > begin && text.indexOf(joint, quote) === quote;
        const kind = isJoined || (quote > begin && text.startsWith(tail, quote)) ? kindOf(text, begin, quote) : 'other';
        if (kind === 'other') break;
        if (!joined) events.push({ type, text: textAt(seen, kind, begin, quote) });
        else if (kind === 'ascii') tokens += estimateTokensOfBytes(quote - begin);
        else tokens += estimateTokens(textAt(seen, kind, begin, quote));
        last = quote;
        if (!isJoined) break;
        begin = quote + joint.length;
      }
      if (last === first) return undefined;
      if (joined) events.push(joinedEvent(known, tokens, text.slice(first, last)));
      return { end: last + tail.length, events };
    },
    learn(bytes, events, observe) {
      const [event, ...others] = events;
      if (lessons === MOST_LESSONS || event === undefined || others.length > 0 || !isText(event)) return false;
      lessons += 1;
      for (const field of FIELDS) {
        const parts = partAround(bytes, field);
        if (parts === undefined || !isTextOf(parts, event.type, observe)) continue;
        const [head, tail] = [parts.head.toString('latin1'), parts.tail.toString('latin1')];
        known = { head, tail, joint: tail + head, type: event.type };
        return true;
      }
      return false;
    },
  };
}

interface Seen {
  readonly bytes: Buffer;
  readonly text: string;
}

function textAt({ bytes, text }: Seen, kind: 'ascii' | 'utf8', begin: number, end: number): string {
  return kind === 'ascii' ? text.slice(begin, end) : bytes.toString('utf8', begin, end);
}

interface Known {
  readonly head: string;
  readonly tail: string;
  /** What lies between the texts of two frames side by side: one search for it is less than comparing both parts. */
  readonly joint: string;
  readonly type: TextEvent['type'];
}

/** What frames of text say together, made when somebody asks: mostly its tokens alone count. */
function joinedEvent({ type, joint }: Known, tokens: number, frames: string): TextEvent {
  return {
    type,
    tokens,
    get text() {
      return Buffer.from(frames.replaceAll(joint, ''), 'latin1').toString('utf8');
    },
  };
}

/** Whether bytes stand in JSON for themselves: no escapes, and no control characters, which JSON forbids. */
function kindOf(text: string, begin: number, end: number): 'ascii' | 'utf8' | 'other' {
  let isAscii = true;
  for (let index = begin; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH || code < FIRST_PRINTABLE) return 'other';
    if (code > LAST_ASCII) isAscii = false;
  }
  return isAscii ? 'ascii' : 'utf8';
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
