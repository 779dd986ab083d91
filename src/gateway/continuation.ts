/** Going on with a streamed answer that broke off after its first content. Source: LiteLLM's mid-stream fallback. */
import type { ChatRequest } from '../domain/chat.ts';
import { AnswerCollector, type CollectedAnswer } from '../domain/chatAnswer.ts';
import type { GatewayError } from '../domain/errors.ts';
import type { RelayChunk } from '../domain/ports.ts';
import { mayFallBack } from '../domain/routing/fallbacks.ts';
import type { OpenedAnswer } from './chatAttempt.ts';
import type { ChatInput } from './chatInput.ts';
import type { RequestCall } from './requestCall.ts';

/** What the next model is told; the words that are there already follow as the beginning of its own answer. */
const GO_ON =
  'Your answer to this conversation was interrupted. What you had written of it stands at the end, as the beginning of your answer. Go on from exactly where it stops: repeat nothing of it, and say nothing about the interruption.';

export interface ContinuationSetup {
  readonly input: ChatInput;
  readonly call: RequestCall;
  /** Opens an answer to `input` at a fallback of the deployment that failed. Throws where none answers. */
  goOn(failed: OpenedAnswer, error: GatewayError, input: ChatInput): Promise<OpenedAnswer>;
  /** From here on the answer comes from there. */
  onSwitch(answer: OpenedAnswer): void;
}

/** The pieces of an answer, and of those that go on with it. */
export async function* continued(
  first: OpenedAnswer,
  { input, call, goOn, onSwitch }: ContinuationSetup,
): AsyncGenerator<RelayChunk, void, undefined> {
  const collector = new AnswerCollector();
  let current = first;
  for (;;) {
    try {
      for await (const piece of current.pieces) {
        for (const event of piece.events) collector.add(event);
        yield piece;
      }
      return;
    } catch (thrown) {
      const error = current.target.deadline.explain(thrown);
      const { answer } = collector;
      if (current.rendering === undefined || !canGoOn(error, answer)) throw error;
      current.target.end(error);
      call.breakOff(error);
      current = await goOn(current, error, { ...input, ...goingOn(input, answer), rendering: current.rendering });
      onSwitch(current);
    }
  }
}

/** Half a tool call cannot be given to another model to finish. */
function canGoOn(error: GatewayError, answer: CollectedAnswer): boolean {
  return mayFallBack(error) && answer.toolCalls.length === 0 && answer.finishReason === undefined;
}

/** The request for the rest: with what has been said, or as it was where nothing but thinking has come. */
function goingOn(input: ChatInput, { text }: CollectedAnswer): Pick<ChatInput, 'request'> {
  return { request: () => (text === '' ? input.request() : withBeginning(input.request(), text)) };
}

function withBeginning(request: ChatRequest, text: string): ChatRequest {
  return {
    ...request,
    system: [...request.system, { type: 'text', text: GO_ON }],
    messages: [...request.messages, { role: 'assistant', content: [{ type: 'text', text }] }],
  };
}
