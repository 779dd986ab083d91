import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import type { ChatEvent } from '../../../domain/chat.ts';
import { GatewayError } from '../../../domain/errors.ts';
import { closingStream } from '../../aws/closingStream.ts';
import type { AnswerTraits } from './answerTraits.ts';
import { finishStream, reduceStream, STREAM_START } from './streamReducer.ts';

export interface StreamSource {
  /** Resolves when the first event is there. */
  open(): Promise<AsyncIterable<ConverseStreamOutput>>;
  readonly traits: AnswerTraits;
  toError(thrown: unknown): GatewayError;
  /** Closes the socket and gives the connection back; called when the answer is over, however it ends. */
  close(): void;
}

/** The events of a streamed answer. Ending the iteration, even before it has begun, closes the socket. */
export function toStreamEvents(source: StreamSource): AsyncIterable<ChatEvent> {
  return closingStream(readEvents(source), source.close);
}

async function* readEvents(source: StreamSource): AsyncGenerator<ChatEvent, undefined> {
  let state = STREAM_START;
  try {
    for await (const sent of await source.open()) {
      const step = reduceStream(state, sent, source.traits);
      state = step.state;
      for (const event of step.events) yield event;
    }
  } catch (error) {
    // After the message's end only the figures can be missing: the answer itself is whole.
    if (state.stopReason === undefined) throw source.toError(error);
  } finally {
    source.close();
  }
  const end = finishStream(state);
  if (end === undefined) throw source.toError(cutShort());
  yield end;
}

function cutShort(): GatewayError {
  return new GatewayError('connection', 'BedrockException: The stream ended before the answer was complete.', {
    provider: 'bedrock',
    providerCode: 'IncompleteStream',
  });
}
