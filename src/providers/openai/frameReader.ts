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

export interface FrameReader {
  /** The frames that this piece completes. */
  read(piece: Buffer): FrameBatch;
  /** What is left at the end of the stream: some servers leave out the last blank line. */
  readRest(): FrameBatch;
  /** `[DONE]` has been seen; whatever follows is of no interest. */
  readonly isDone: boolean;
  /** The answer came to an end of its own: `[DONE]` or a finish reason. */
  readonly isComplete: boolean;
}

const BLANK_LINE = Buffer.from('\n\n');
const SILENT = { model: undefined, isRun: false, isUsageOnly: false, events: [] };

/** `joined`: frames of text side by side have one event. */
export function createFrameReader(exchange: OpenedExchange, joined: boolean): FrameReader {
  const splitter = createFrameSplitter();
  const observer = createStreamObserver();
  const template = createContentTemplate();
  let isDone = false;
  /** Of the frame that the template was learned from. */
  let model: unknown;

  function readTexts(): ObservedFrame | undefined {
    let events: readonly ChatEvent[] = [];
    const bytes = splitter.take((all, from) => {
      const run = template.read(all, from, joined);
      events = run?.events ?? events;
      return run?.end ?? from;
    });
    return bytes && { bytes, model, isRun: true, isUsageOnly: false, events };
  }

  function observe(bytes: Buffer): ObservedFrame {
    const { data, event } = readFrame(bytes);
    if (data === undefined || data === '') return { ...SILENT, bytes };
    if (data === '[DONE]') {
      isDone = true;
      return { ...SILENT, bytes, events: observer.finish() };
    }
    const json = parseData(data, event === 'error', exchange);
    const events = observer.observe(json);
    if (template.learn(bytes, events, observer.observe)) model = json['model'];
    return { bytes, model: json['model'], isRun: false, isUsageOnly: isUsageOnly(json), events };
  }

  function next(): ObservedFrame | undefined {
    const texts = readTexts();
    if (texts !== undefined) return texts;
    const bytes = splitter.next();
    return bytes && observe(bytes);
  }

  function read(piece: Buffer): FrameBatch {
    const observed: ObservedFrame[] = [];
    splitter.push(piece);
    try {
      for (let frame = next(); frame !== undefined; frame = isDone ? undefined : next()) observed.push(frame);
    } catch (failure) {
      return { frames: observed, failure };
    }
    return { frames: observed, failure: undefined };
  }

  return {
    get isDone() {
      return isDone;
    },
    get isComplete() {
      return isDone || observer.ended;
    },
    read,
    readRest() {
      const rest = splitter.rest();
      if (rest.length === 0) return { frames: [], failure: undefined };
      if (isWhole(rest)) return read(BLANK_LINE);
      return {
        frames: [],
        failure: observer.ended ? undefined : brokenOff(exchange, 'it ended in the midst of an event'),
      };
    },
  };
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
