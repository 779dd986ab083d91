import type { ChatEvent } from '../../domain/chat.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { brokenOff } from './connectionErrors.ts';
import { createContentTemplate } from './contentTemplate.ts';
import { faultOf, readFault } from './errorBody.ts';
import type { OpenedExchange } from './exchange.ts';
import { toFaultError, unreadableAnswer } from './responseErrors.ts';
import { readFrame } from './sseFrame.ts';
import { createStreamObserver } from './streamObserver.ts';

/** A whole frame as it came, and what it says (read once, here). */
export interface ObservedFrame {
  readonly bytes: Buffer;
  /** Its field of this name; undefined where it has none. */
  readonly model: unknown;
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
  read(frames: readonly Buffer[]): FrameBatch;
  /** What is left at the end of the stream: some servers leave out the last blank line. */
  readRest(rest: Buffer): FrameBatch;
  /** `[DONE]` has been seen; whatever follows is of no interest. */
  readonly isDone: boolean;
  /** The answer came to an end of its own: `[DONE]` or a finish reason. */
  readonly isComplete: boolean;
}

const BLANK_LINE = Buffer.from('\n\n');
const SILENT = { model: undefined, isUsageOnly: false, events: [] };

export function createFrameReader(exchange: OpenedExchange): FrameReader {
  const observer = createStreamObserver();
  const template = createContentTemplate();
  let isDone = false;
  /** Of the frame that the template was learned from. */
  let model: unknown;

  function observe(bytes: Buffer): ObservedFrame {
    const delta = template.read(bytes);
    if (delta !== undefined) return { bytes, model, isUsageOnly: false, events: [delta] };
    const { data, event } = readFrame(bytes);
    if (data === undefined || data === '') return { ...SILENT, bytes };
    if (data === '[DONE]') {
      isDone = true;
      return { ...SILENT, bytes, events: observer.finish() };
    }
    const json = parseData(data, event === 'error', exchange);
    const events = observer.observe(json);
    if (template.learn(bytes, events, observer.observe)) model = json['model'];
    return { bytes, model: json['model'], isUsageOnly: isUsageOnly(json), events };
  }

  function read(frames: readonly Buffer[]): FrameBatch {
    const observed: ObservedFrame[] = [];
    for (const bytes of frames) {
      if (isDone) break;
      try {
        observed.push(observe(bytes));
      } catch (failure) {
        return { frames: observed, failure };
      }
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
    readRest(rest) {
      if (rest.length === 0) return { frames: [], failure: undefined };
      if (isWhole(rest)) return read([Buffer.concat([rest, BLANK_LINE])]);
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
