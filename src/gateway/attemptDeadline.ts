import { GatewayError, toGatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

/**
 * Time limit of one attempt. A whole answer must be there within the limit; a stream must give a sign of life within it,
 * again and again, so that a long answer is not cut although it is well (LiteLLM's timeout is one for reads, too).
 */
export class AttemptDeadline {
  readonly #clock: Clock;
  readonly #parent: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timer = new AbortController();
  readonly #timeoutMs: number;
  readonly #forStream: boolean;
  readonly #onParentAbort = (): void => this.#controller.abort(this.#parent.reason);
  #lastSign: number;

  constructor(clock: Clock, parent: AbortSignal, timeoutMs: number, forStream: boolean) {
    this.#clock = clock;
    this.#parent = parent;
    this.#timeoutMs = timeoutMs;
    this.#forStream = forStream;
    this.#lastSign = clock.monotonic();
    if (parent.aborted) this.#controller.abort(parent.reason);
    else parent.addEventListener('abort', this.#onParentAbort, { once: true });
    void this.#watch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The stream lives. */
  touch(): void {
    this.#lastSign = this.#clock.monotonic();
  }

  /** Ends the watch; later aborts of the client no longer reach this attempt. */
  clear(): void {
    this.#timer.abort();
    this.#parent.removeEventListener('abort', this.#onParentAbort);
  }

  /** The reason behind what an aborted provider threw. */
  explain(thrown: unknown): GatewayError {
    const { signal } = this.#controller;
    return explainAbort(signal, thrown);
  }

  async #watch(): Promise<void> {
    let waitMs = this.#timeoutMs;
    while (waitMs > 0) {
      try {
        await this.#clock.sleep(waitMs, this.#timer.signal);
      } catch {
        return;
      }
      waitMs = this.#forStream ? this.#lastSign + this.#timeoutMs - this.#clock.monotonic() : 0;
    }
    const seconds = this.#timeoutMs / 1000;
    const what = this.#forStream ? `sent nothing for ${seconds} s` : `did not answer within ${seconds} s`;
    this.#controller.abort(
      new GatewayError(
        'timeout',
        `Request timed out: the model ${what}. Raise the deployment's timeout if it needs longer.`,
      ),
    );
  }
}

/** What an aborted step threw is whatever it was doing; the signal's reason says why. */
export function explainAbort(signal: AbortSignal, thrown: unknown): GatewayError {
  return signal.aborted && signal.reason instanceof GatewayError ? signal.reason : toGatewayError(thrown);
}
