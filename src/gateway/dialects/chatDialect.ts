import type { ChatEvent, ChatRequest } from '../../domain/chat.ts';
import type { CollectedAnswer } from '../../domain/chatAnswer.ts';
import type { GatewayError } from '../../domain/errors.ts';
import type { PreparationNote } from '../../domain/spend.ts';

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

/** A client's body, parsed. */
export type Body = Readonly<Record<string, unknown>>;

/** A client's way of speaking: how its body is read and its answers are written. */
export interface ChatDialect {
  readonly name: string;
  /** LiteLLM's `call_type` in the ledger. */
  readonly callType: string;
  /** The route as error messages name it. */
  readonly route: string;
  /** What an id of ours begins with, e.g. `chatcmpl-`. */
  readonly idPrefix: string;
  /** The provider protocol whose bytes a client of this dialect can take as they are. */
  readonly relayedAs: 'openai-chat' | undefined;
  /** Throws `bad-request` for a body that no server would answer; for dialects whose bytes may be passed on without `parse`. */
  check?(body: Body): void;
  /** The client asked for usage in its stream, or its dialect always has it. */
  wantsUsage(body: Body): boolean;
  /** The client's limit for the answer in tokens, for the reservation; undefined where it set none. */
  maxTokens(body: Body): number | undefined;
  /** The body with what the dialect says in headers; left out where headers say nothing. */
  withHeaders?(body: Body, headers: Readonly<Record<string, unknown>>): Body;
  /** Throws `bad-request` that names the field. `note` takes down what was left out of the request or mended in it. */
  parse(body: Body, note: (note: PreparationNote) => void): ChatRequest;
  openStream(frame: AnswerFrame): StreamRendering;
  renderAnswer(answer: CollectedAnswer, frame: AnswerFrame): unknown;
  /** Body of an error answer; `callId` where the request has one already. */
  renderError(error: GatewayError, callId?: string): unknown;
  /** Frames that tell of a failure after the stream was begun. */
  renderStreamError(error: GatewayError, callId?: string): string;
}
