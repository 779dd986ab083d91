import type { Dispatcher } from 'undici';

/** An answer's body, pulled piece by piece. */
export interface AnswerBody {
  /** What has come since the last time, or what comes next; undefined at the end. Throws what broke the connection or aborted it. */
  pull(): Promise<Buffer | undefined>;
  /** All of it has been received and pulled. */
  readonly isOver: boolean;
  /** Gives up the rest: closes the socket, unless all has been received. */
  destroy(): void;
}

export interface UpstreamAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AnswerBody;
}

/** Bytes that wait to be pulled; beyond them nothing more is read from the socket. */
const MOST_WAITING = 64 * 1024;

/**
 * Sends a request and waits for the head of its answer: undici's own `request` without its streams, which cost more than
 * the rest of a call. Aborting the signal closes the socket at once, before the head and while the body is read. Throws the
 * signal's reason or what undici throws.
 */
export function sendRequest(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else dispatcher.dispatch(options, new AnswerReader(signal, resolve, reject));
  });
}

class AnswerReader implements Dispatcher.DispatchHandler, AnswerBody {
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: UpstreamAnswer) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #onAbort = (): void => this.#stop(this.#signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #pieces: Buffer[] = [];
  #waitingBytes = 0;
  /** Nothing more comes. */
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;
  #pulled:
    | { readonly resolve: (piece: Buffer | undefined) => void; readonly reject: (reason: unknown) => void }
    | undefined;

  constructor(signal: AbortSignal, resolve: (answer: UpstreamAnswer) => void, reject: (reason: unknown) => void) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Aborted while it waited for a connection.
    if (this.#failure !== undefined) controller.abort(toError(this.#failure.reason));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: UpstreamAnswer['headers']) {
    if (statusCode >= 200) this.#resolve({ statusCode, headers, body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#ended) return;
    if (this.#pulled !== undefined) {
      this.#pulled.resolve(piece);
      this.#pulled = undefined;
      return;
    }
    this.#pieces.push(piece);
    this.#waitingBytes += piece.length;
    if (this.#waitingBytes > MOST_WAITING) controller.pause();
  }

  onResponseEnd(): void {
    this.#end(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end({ reason: error });
  }

  pull(): Promise<Buffer | undefined> {
    if (this.#pieces.length > 0) return Promise.resolve(this.#take());
    if (this.#failure !== undefined) return Promise.reject(this.#failure.reason);
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#pulled = { resolve, reject };
    });
  }

  get isOver(): boolean {
    return this.#ended && this.#failure === undefined && this.#pieces.length === 0;
  }

  destroy(): void {
    if (!this.#ended) this.#stop(new Error('The rest of the answer is not wanted.'));
  }

  #take(): Buffer | undefined {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#waitingBytes = 0;
    if (this.#controller?.paused === true) this.#controller.resume();
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  #stop(reason: unknown): void {
    this.#pieces = [];
    this.#end({ reason });
    this.#controller?.abort(toError(reason));
  }

  /** The first word on how it ended counts. */
  #end(failure: { readonly reason: unknown } | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (failure === undefined) this.#pulled?.resolve(undefined);
    else {
      this.#reject(failure.reason);
      this.#pulled?.reject(failure.reason);
    }
    this.#pulled = undefined;
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The request was cancelled.', { cause: reason });
}
