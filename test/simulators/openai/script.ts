/** What the simulator does with one chat request. Scripts are queued; a request without one is answered with a greeting. */
export type Script =
  | TextScript
  | ToolScript
  | StatusScript
  /** Bytes as they are, for whatever the other scripts cannot say. */
  | { readonly kind: 'raw'; readonly contentType: string; readonly pieces: readonly (string | Uint8Array)[] }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** Text without end until the client stops reading or goes away; `megabytes` in all. */
  | { readonly kind: 'flood'; readonly megabytes: number };

export interface TextScript {
  readonly kind: 'text';
  readonly chunks: readonly string[];
  readonly thinking?: string | undefined;
  readonly finishReason?: string | undefined;
  readonly cachedTokens?: number | undefined;
  /** The stream waits for this after its first chunk. */
  readonly gate?: Promise<void> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A server that does not stream: the whole answer comes as JSON though a stream was asked for. */
  readonly ignoresStream?: boolean | undefined;
}

export interface ToolScript {
  readonly kind: 'tools';
  readonly calls: readonly { readonly id: string; readonly name: string; readonly pieces: readonly string[] }[];
}

export interface StatusScript {
  readonly kind: 'status';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An object is sent as JSON. */
  readonly body?: string | Readonly<Record<string, unknown>> | undefined;
}

export type Fault =
  | 'reset-before-headers'
  | 'reset-mid-stream'
  | 'half-frame'
  | 'garbage'
  | 'silence-before-headers'
  | 'silence-after-headers'
  | 'silence-mid-stream'
  | 'slow-bytes'
  | 'error-first'
  | 'error-after-text'
  | 'unknown-event'
  | 'no-end'
  | 'html';
