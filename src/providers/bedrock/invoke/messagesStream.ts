import type { ChatEvent } from '../../../domain/chat.ts';
import { GatewayError } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import { closingStream } from '../../aws/closingStream.ts';
import type { AnswerTraits } from '../answer/answerTraits.ts';
import { finishStream, reduceStream, STREAM_START } from '../answer/streamReducer.ts';
import { toConverseEvent } from './messagesEvent.ts';
import { toMessagesFault } from './messagesFault.ts';
import { fromMessagesUsage, mergeUsage } from './messagesUsage.ts';

type Json = Readonly<Record<string, unknown>>;

export interface MessagesSource {
  /** Resolves when the first event is there. */
  open(): Promise<AsyncIterable<Json>>;
  readonly traits: AnswerTraits;
  toError(thrown: unknown): GatewayError;
  close(): void;
}

/** The events of a streamed Messages answer. Ending the iteration, even before it has begun, closes the socket. */
export function toMessagesEvents(source: MessagesSource): AsyncIterable<ChatEvent> {
  return closingStream(readEvents(source), source.close);
}

async function* readEvents(source: MessagesSource): AsyncGenerator<ChatEvent, undefined> {
  let state = STREAM_START;
  const figures: unknown[] = [];
  try {
    for await (const event of await source.open()) {
      if (event['type'] === 'error') throw toMessagesFault(event['error']);
      figures.push(...figuresOf(event));
      const stopReason = stopReasonOf(event);
      if (stopReason !== undefined) state = { ...state, stopReason };
      const translated = toConverseEvent(event);
      if (translated === undefined) continue;
      const step = reduceStream(state, translated, source.traits);
      state = step.state;
      for (const told of step.events) yield told;
    }
  } catch (error) {
    // After the message's end only the figures can be missing: the answer itself is whole.
    if (state.stopReason === undefined) throw source.toError(error);
  } finally {
    source.close();
  }
  const end = finishStream(state);
  if (end === undefined) throw source.toError(cutShort());
  const usage = fromMessagesUsage(mergeUsage(figures));
  if (usage !== undefined) yield { type: 'usage', usage };
  yield end;
}

function figuresOf(event: Json): readonly unknown[] {
  const message = isObject(event['message']) ? event['message'] : {};
  return [message['usage'], event['usage']];
}

function stopReasonOf(event: Json): string | undefined {
  const delta = event['type'] === 'message_delta' && isObject(event['delta']) ? event['delta'] : {};
  return typeof delta['stop_reason'] === 'string' ? delta['stop_reason'] : undefined;
}

function cutShort(): GatewayError {
  return new GatewayError('connection', 'BedrockException: The stream ended before the answer was complete.', {
    provider: 'bedrock',
    providerCode: 'IncompleteStream',
  });
}
