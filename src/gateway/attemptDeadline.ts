import { GatewayError, toGatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

/** Limits of one attempt, in ms. */
export type AttemptLimits =
  /** A whole answer must be there within the limit. */
  | { readonly kind: 'whole'; readonly totalMs: number }
  /**
   * A stream must give a sign of life within `silenceMs`, again and again, so that a long answer is not cut although it
   * is well (LiteLLM's timeout is one for reads, too). `firstContentMs` limits the wait for the first content whatever
   * else comes; `idleMs` takes the place of `silenceMs` after it.
   */
  | {
      readonly kind: 'stream';
      readonly silenceMs: number;
      readonly firstContentMs: number | undefined;
      readonly idleMs: number | undefined;
    };

/** Watches over one attempt's time. */
export class AttemptDeadline {
  readonly #clock: Clock;
  readonly #parent: AbortSignal;
  readonly #controller = new AbortController();
  readonly #limits: AttemptLimits;
  readonly #onParentAbort = (): void => this.#controller.abort(this.#parent.reason);
  readonly #begun: number;
  #lastSign: number;
  #hasContent = false;
  #cancelTimer: () => void;

  constructor(clock: Clock, parent: AbortSignal, limits: AttemptLimits) {
    this.#clock = clock;
    this.#parent = parent;
    this.#limits = limits;
    this.#begun = clock.monotonic();
    this.#lastSign = this.#begun;
    if (parent.aborted) this.#controller.abort(parent.reason);
    else parent.addEventListener('abort', this.#onParentAbort, { once: true });
    this.#cancelTimer = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The stream lives. */
  touch(): void {
    this.#lastSign = this.#clock.monotonic();
  }

  /** The first content has come: from here on silence alone counts. */
  contentCame(): void {
    if (this.#hasContent) return;
    this.#hasContent = true;
    if (this.#limits.kind === 'whole' || this.#limits.idleMs === undefined) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#arm();
  }

  /** Ends the watch; later aborts of the client no longer reach this attempt. */
  clear(): void {
    this.#cancelTimer();
    this.#parent.removeEventListener('abort', this.#onParentAbort);
  }

  /** The reason behind what an aborted provider threw. */
  explain(thrown: unknown): GatewayError {
    const { signal } = this.#controller;
    return explainAbort(signal, thrown);
  }

  #arm(): () => void {
    return this.#clock.timer(this.#next().dueAt - this.#clock.monotonic(), () => this.#check());
  }

  #check(): void {
    const next = this.#next();
    if (next.dueAt > this.#clock.monotonic()) this.#cancelTimer = this.#arm();
    else this.#controller.abort(next.error());
  }

  /** The limit that is reached first if nothing more comes. */
  #next(): { readonly dueAt: number; readonly error: () => GatewayError } {
    const limits = this.#limits;
    if (limits.kind === 'whole') {
      return {
        dueAt: this.#begun + limits.totalMs,
        error: () => timedOut(`did not answer within ${limits.totalMs / 1000} s`, 'timeout'),
      };
    }
    const silenceMs = this.#hasContent ? (limits.idleMs ?? limits.silenceMs) : limits.silenceMs;
    const silent = {
      dueAt: this.#lastSign + silenceMs,
      error: () => timedOut(`sent nothing for ${silenceMs / 1000} s`, 'timeout'),
    };
    const { firstContentMs } = limits;
    if (this.#hasContent || firstContentMs === undefined || this.#begun + firstContentMs >= silent.dueAt) return silent;
    return {
      dueAt: this.#begun + firstContentMs,
      error: () => timedOut(`sent no content within ${firstContentMs / 1000} s`, 'ttft_timeout'),
    };
  }
}

function timedOut(what: string, key: string): GatewayError {
  return new GatewayError(
    'timeout',
    `Request timed out: the model ${what}. Raise the deployment's ${key} if it needs longer.`,
  );
}

/** What an aborted step threw is whatever it was doing; the signal's reason says why. */
export function explainAbort(signal: AbortSignal, thrown: unknown): GatewayError {
  return signal.aborted && signal.reason instanceof GatewayError ? signal.reason : toGatewayError(thrown);
}
