/** A request as it arrived. */
export interface RecordedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly stream: boolean;
}

export interface ScriptedToolCall {
  readonly name: string;
  readonly input?: unknown;
  /** The arguments as the model writes them, where they are to be empty or broken. */
  readonly inputText?: string;
  readonly id?: string;
}

/** Something the model answers. */
export interface ScriptedAnswer {
  readonly kind?: 'answer';
  readonly text?: string;
  readonly thinking?: string;
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly finishReason?: string;
  /** Replaces the estimated usage; null leaves it out, as servers without counts do. */
  readonly usage?: Readonly<Record<string, unknown>> | null;
  /** Characters per delta. */
  readonly chunkSize?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Awaited before each event of a stream: the test holds the promise, so nothing sleeps. */
  readonly gate?: (eventIndex: number) => Promise<void> | void;
  /** One byte per write. */
  readonly slowBytes?: boolean;
  /** Milliseconds between bytes, one by one. */
  readonly dripMs?: number;
  /** A comment and an event that no client knows, after the first. */
  readonly unknownEvent?: boolean;
  /** A server that does not stream: JSON comes though a stream was asked for. */
  readonly ignoresStream?: boolean;
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
  | { readonly type: 'garbage' }
  /** Nothing more until the client goes away. */
  | { readonly type: 'silence' }
  /** An error object in the place of a chunk. */
  | { readonly type: 'error'; readonly name: string; readonly message: string };

/** A failure in place of an answer. */
export type ScriptedFault =
  | { readonly kind: 'reset-before-headers' }
  | { readonly kind: 'silence-before-headers' }
  | {
      readonly kind: 'error';
      readonly status: number;
      /** `error.type`. */
      readonly name: string;
      readonly message: string;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A good status and a body that is no answer. */
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
    name: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached. Please try again later.',
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  };
}
