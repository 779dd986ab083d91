import type { WireRequest } from './wire.ts';

/** A request as it arrived. */
export interface RecordedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: WireRequest;
  /** The model id as it stood in the path. */
  readonly model: string;
  readonly stream: boolean;
}

export interface ScriptedToolUse {
  readonly name: string;
  readonly input?: unknown;
  /** The input as the model writes it, where that is to be empty or broken; only streams can carry it. */
  readonly inputText?: string;
  readonly id?: string;
}

/** Something the model answers. */
export interface ScriptedAnswer {
  readonly kind?: 'answer';
  readonly text?: string;
  readonly thinking?: string;
  /** Text that the answer carries as redacted thinking. */
  readonly redactedThinking?: string;
  readonly toolUses?: readonly ScriptedToolUse[];
  readonly stopReason?: string;
  /** Replaces the estimated usage; null leaves the metadata event out. */
  readonly usage?: Readonly<Record<string, unknown>> | null;
  readonly serviceTier?: string;
  /** What a guardrail or prompt router left behind. */
  readonly trace?: Readonly<Record<string, unknown>>;
  /** Characters per delta. */
  readonly chunkSize?: number;
  /** Awaited before each event of a stream: the test holds the promise, so nothing sleeps. */
  readonly gate?: (eventIndex: number) => Promise<void> | void;
  /** One byte per write. */
  readonly slowBytes?: boolean;
  /** Milliseconds between bytes, one by one. */
  readonly dripMs?: number;
  /** An event of a kind that no client knows, before the others. */
  readonly unknownEvent?: boolean;
  /** The stream breaks off after this many events; a whole answer before its body (0), else in the midst of it. */
  readonly breakAfter?: { readonly events: number; readonly how: Break };
}

export type Break =
  /** The socket is reset. */
  | { readonly type: 'reset' }
  /** The stream ends in good order, too early. */
  | { readonly type: 'end' }
  /** The first half of a frame, then the end. */
  | { readonly type: 'half-frame' }
  | { readonly type: 'garbage'; readonly bytes?: Uint8Array }
  /** Nothing more until the client goes away. */
  | { readonly type: 'silence' }
  | { readonly type: 'exception'; readonly name: string; readonly message: string };

/** A failure in place of an answer. */
export type ScriptedFault =
  | { readonly kind: 'reset-before-headers' }
  | { readonly kind: 'silence-before-headers' }
  | {
      readonly kind: 'error';
      readonly status: number;
      /** `x-amzn-errortype`. */
      readonly name: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A good status and a body that is no event stream. */
  | { readonly kind: 'garbage-body'; readonly body: string; readonly contentType?: string }
  /** Text of this many megabytes, as fast as the client takes it. */
  | { readonly kind: 'flood'; readonly megabytes: number };

export type Scripted = ScriptedAnswer | ScriptedFault;

/** Decides on an answer; `turn` counts the requests of this script from 0. */
export type ScriptHandler = (request: RecordedRequest, turn: number) => Scripted | Promise<Scripted>;

/** Faults that a stream can meet, ready-made. */
export function breakAfter(events: number, how: Break, text = 'Hello from the simulator'): ScriptedAnswer {
  return { text, breakAfter: { events, how } };
}

export function throttled(retryAfterSeconds?: number): ScriptedFault {
  return {
    kind: 'error',
    status: 429,
    name: 'ThrottlingException',
    message: 'Too many requests, please wait before trying again.',
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  };
}

/**
 * A task of several turns: the i-th answer goes to the request whose history holds i answers already, so every tool
 * result moves it on and a retry gets the same answer again. The last answer serves whatever follows.
 */
export function scriptTurns(answers: readonly Scripted[]): ScriptHandler {
  return (request) => {
    const turn = (request.body.messages ?? []).filter((message) => message.role === 'assistant').length;
    const answer = answers[Math.min(turn, answers.length - 1)];
    if (answer === undefined) throw new Error('A script needs at least one answer.');
    return answer;
  };
}
