/** Traces of calls on their way to destinations: the gateway offers them, telemetry takes them. */
import type { SpendRecord } from './spend.ts';

/** Bodies of a call, as the client and the gateway spoke. */
export interface TraceContent {
  /** The conversation as the client sent it: `messages`, `input` or `prompt`, with `tools` where there were some. */
  readonly request: unknown;
  /** The answer as it was sent, folded where it was streamed, or `{ error }`. */
  readonly response: unknown;
}

/** One call that has ended. */
export interface CallTrace {
  readonly record: SpendRecord;
  /** The request's `metadata` and `litellm_metadata`, with its `langfuse_*` headers laid over (prefix off). Bounded. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Model parameters as asked: `temperature`, `max_tokens`, `stream` and so on; never messages or tools. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly teamAlias: string | undefined;
  readonly userEmail: string | undefined;
  /** Only where a destination may have it. */
  readonly content: TraceContent | undefined;
}

/** What is known of a call before it ends. */
export type TraceFacts = Omit<CallTrace, 'record' | 'content'>;

/** A call whose process was killed, with the row that it got from another one. */
export interface LeftCall {
  readonly record: SpendRecord;
  /** Without secrets. Undefined where no destination was to have the call. */
  readonly trace: TraceFacts | undefined;
}

export interface TraceSink {
  /** Takes a trace over, whose content has about so many bytes. Never throws, never waits. */
  offer(trace: CallTrace, contentBytes?: number): void;
}

/** What the gateway asks before it gathers anything: without destinations, a call costs nothing more. */
export interface TraceIntake extends TraceSink {
  /** There is somebody to offer traces to. */
  readonly open: boolean;
  /** Some destination may have prompts and answers. */
  readonly wantsContent: boolean;
}
