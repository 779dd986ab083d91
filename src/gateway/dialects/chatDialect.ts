import type { ChatEvent, ChatRequest } from '../../domain/chat.ts';
import type { CollectedAnswer } from '../../domain/chatAnswer.ts';
import type { GatewayError } from '../../domain/errors.ts';

/** What an answer says of itself in the client's dialect. */
export interface AnswerFrame {
  readonly id: string;
  readonly model: string;
  /** Epoch seconds. */
  readonly created: number;
  /** The client asked for usage in its stream. */
  readonly includeUsage: boolean;
}

export interface StreamRendering {
  /** Frames for one event; an empty string where the dialect says nothing. */
  render(event: ChatEvent): string;
  /** Frames that close a good stream. */
  done(): string;
}

/** A client's way of speaking: how its body is read and its answers are written. */
export interface ChatDialect {
  readonly name: string;
  /** The provider protocol whose bytes a client of this dialect can take as they are. */
  readonly relayedAs: 'openai-chat' | undefined;
  /** Throws `bad-request` that names the field. */
  parse(body: Readonly<Record<string, unknown>>): ChatRequest;
  openStream(frame: AnswerFrame): StreamRendering;
  renderAnswer(answer: CollectedAnswer, frame: AnswerFrame): unknown;
  /** Body of an error answer. */
  renderError(error: GatewayError): unknown;
  /** Frames that tell of a failure after the stream was begun. */
  renderStreamError(error: GatewayError): string;
}
