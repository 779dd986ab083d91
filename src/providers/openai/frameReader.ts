import type { ChatEvent } from '../../domain/chat.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { brokenOff } from './connectionErrors.ts';
import { createContentTemplate } from './contentTemplate.ts';
import { faultOf, readFault } from './errorBody.ts';
import type { OpenedExchange } from './exchange.ts';
import { createFrameSplitter } from './frameSplitter.ts';
import { toFaultError, unreadableAnswer } from './responseErrors.ts';
import { readFrame } from './sseFrame.ts';
import { createStreamObserver } from './streamObserver.ts';

/** A whole frame as it came, or frames of text side by side, and what it says (read once, here). */
export interface ObservedFrame {
  readonly bytes: Buffer;
  /** Its field of this name; undefined where it has none. */
  readonly model: unknown;
  /** Several frames that begin alike, by their text. */
  readonly isRun: boolean;
  /** The extra frame that `include_usage` brings: usage, and no choices. */
  readonly isUsageOnly: boolean;
  readonly events: readonly ChatEvent[];
}

/** Frames that came together, and the failure that came after them. */
export interface FrameBatch {
  readonly frames: readonly ObservedFrame[];
  readonly failure: unknown;
}

const BLANK_LINE = Buffer.from('\n\n');
const SILENT = { model: undefined, isRun: false, isUsageOnly: false, events: [] };

/** Reads the frames of a stream as its pieces come. */
export class FrameReader {
  readonly #splitter = createFrameSplitter();
  readonly #observer = createStreamObserver();
  readonly #template = createContentTemplate();
  readonly #exchange: OpenedExchange;
  readonly #joined: boolean;
  #isDone = false;
  /** Of the frame that the template was learned from. */
  #model: unknown;

  /** `joined`: frames of text side by side have one event. */
  constructor(exchange: OpenedExchange, joined: boolean) {
    this.#exchange = exchange;
    this.#joined = joined;
  }

  /** `[DONE]` has been seen; whatever follows is of no interest. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The answer came to an end of its own: `[DONE]` or a finish reason. */
  get isComplete(): boolean {
    return this.#isDone || this.#observer.ended;
  }

  /** The frames that this piece completes. */
  read(piece: Buffer): FrameBatch {
    const frames: ObservedFrame[] = [];
    this.#splitter.push(piece);
    try {
      for (let frame = this.#next(); frame !== undefined; frame = this.#isDone ? undefined : this.#next()) {
        frames.push(frame);
      }
    } catch (failure) {
      return { frames, failure };
    }
    return { frames, failure: undefined };
  }

  /** What is left at the end of the stream: some servers leave out the last blank line. */
  readRest(): FrameBatch {
    const rest = this.#splitter.rest();
    if (rest.length === 0) return { frames: [], failure: undefined };
    if (isWhole(rest)) return this.read(BLANK_LINE);
    const failure = this.#observer.ended ? undefined : brokenOff(this.#exchange, 'it ended in the midst of an event');
    return { frames: [], failure };
  }

  #next(): ObservedFrame | undefined {
    const texts = this.#readTexts();
    if (texts !== undefined) return texts;
    const bytes = this.#splitter.next();
    return bytes && this.#observe(bytes);
  }

  #readTexts(): ObservedFrame | undefined {
    let events: readonly ChatEvent[] = [];
    const bytes = this.#splitter.take((all, from) => {
      const run = this.#template.read(all, from, this.#joined);
      events = run?.events ?? events;
      return run?.end ?? from;
    });
    return bytes && { bytes, model: this.#model, isRun: true, isUsageOnly: false, events };
  }

  #observe(bytes: Buffer): ObservedFrame {
    const { data, event } = readFrame(bytes);
    if (data === undefined || data === '') return { ...SILENT, bytes };
    if (data === '[DONE]') {
      this.#isDone = true;
      return { ...SILENT, bytes, events: this.#observer.finish() };
    }
    const json = parseData(data, event === 'error', this.#exchange);
    const events = this.#observer.observe(json);
    if (this.#template.learn(bytes, events, this.#observer.observe)) this.#model = json['model'];
    return { bytes, model: json['model'], isRun: false, isUsageOnly: isUsageOnly(json), events };
  }
}

function isUsageOnly({ choices, usage }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(choices) && choices.length === 0 && usage !== undefined && usage !== null;
}

function isWhole(rest: Buffer): boolean {
  const { data } = readFrame(rest);
  return data === undefined || data === '[DONE]' || parseJson(data) !== undefined;
}

function parseData(data: string, isError: boolean, exchange: OpenedExchange): Readonly<Record<string, unknown>> {
  const json = parseJson(data);
  if (isError) throw toFaultError(readFault(data), exchange);
  if (!isObject(json)) throw unreadableAnswer(exchange, 'an event that is not JSON');
  const fault = faultOf(json);
  if (fault !== undefined) throw toFaultError(fault, exchange);
  return json;
}
