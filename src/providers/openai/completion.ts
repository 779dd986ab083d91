import type { ChatEvent } from '../../domain/chat.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { faultOf } from './errorBody.ts';
import type { OpenedExchange } from './exchange.ts';
import { readBody } from './post.ts';
import { toFaultError, unreadableAnswer } from './responseErrors.ts';
import { createStreamObserver } from './streamObserver.ts';

/** A whole `chat.completion` as it came, and what happened in it. */
export interface Completion {
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
  readonly events: readonly ChatEvent[];
}

/** Reads an answer that is not a stream. Throws GatewayError where it is none, or reports an error with a good status. */
export async function readCompletion(exchange: OpenedExchange): Promise<Completion> {
  const bytes = await readBody(exchange);
  const json = parseJson(bytes.toString('utf8'));
  if (!isObject(json)) throw unreadableAnswer(exchange, 'something that is not JSON');
  if (!Array.isArray(json['choices'])) {
    const fault = faultOf(json);
    throw fault === undefined
      ? unreadableAnswer(exchange, 'JSON without an answer in it')
      : toFaultError(fault, exchange);
  }
  return { bytes, json, events: eventsOf(json) };
}

/** A message is one large delta, so one observer serves both forms. */
function eventsOf(json: Readonly<Record<string, unknown>>): ChatEvent[] {
  const observer = createStreamObserver();
  const { id, model, usage, choices } = json;
  const events = observer.observe({ id, model, usage, choices: toObservedChoices(choices) });
  if (!observer.ended) events.push(...observer.finish());
  return events;
}

/** What the observer reads of a choice. */
function toObservedChoices(choices: unknown): unknown {
  if (!Array.isArray(choices)) return [];
  return choices.filter(isObject).map(({ index, finish_reason, message }) => {
    return { index, finish_reason, delta: toDelta(message) };
  });
}

/** The choices of a completion as those of a chunk. Every tool call gets the index that a stream gives it. */
export function toChunkChoices(choices: unknown): unknown {
  if (!Array.isArray(choices)) return [];
  return choices.filter(isObject).map((choice) => {
    const { message, ...rest } = choice;
    return { ...rest, delta: toDelta(message) };
  });
}

function toDelta(message: unknown): unknown {
  if (!isObject(message) || !Array.isArray(message['tool_calls'])) return message;
  const calls = message['tool_calls'].filter(isObject).map((call, index) => ({ ...call, index }));
  return { ...message, tool_calls: calls };
}
