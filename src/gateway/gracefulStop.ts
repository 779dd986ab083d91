import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { ActiveRequests } from './activeRequests.ts';

/** What was aborted gets this long to write its row and its last words, ms. */
const LAST_WORDS_MS = 1000;

const STOPPED =
  'The gateway was stopped or restarted before the answer was complete. Send the request again once it runs.';

/**
 * Ends a listener without losing what runs on it: the port is free at once, so that another window, or the next start,
 * can take it; running requests get their time, and those that need longer end with an error that says why.
 */
export class GracefulStop {
  readonly #server: FastifyInstance;
  readonly #requests: ActiveRequests;
  readonly #clock: Clock;
  #released: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #ended: Promise<void> | undefined;
  #deadline = Number.POSITIVE_INFINITY;
  #sooner: () => void = () => undefined;

  constructor(server: FastifyInstance, requests: ActiveRequests, clock: Clock) {
    this.#server = server;
    this.#requests = requests;
    this.#clock = clock;
  }

  /** Takes no further requests. Resolves when the port is free. */
  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  /** Resolves when the last response has left, `drainMs` from now at most, and a little. Asked again, the sooner end counts. */
  stop(drainMs: number): Promise<void> {
    this.#deadline = Math.min(this.#deadline, this.#clock.monotonic() + drainMs);
    this.#sooner();
    this.#ended ??= this.#stop();
    return this.#ended;
  }

  async #release(): Promise<void> {
    this.#requests.refuseFurther();
    // Runs the hooks that end the streams of notices, and then closes the port.
    this.#closing = this.#server.close();
    while (this.#server.server.listening) await new Promise((resolve) => setImmediate(resolve));
  }

  async #stop(): Promise<void> {
    await this.release();
    await this.#drain();
    this.#requests.abortAll(new GatewayError('unavailable', STOPPED));
    await this.#idleWithin(LAST_WORDS_MS);
    this.#server.server.closeAllConnections();
    await this.#closing;
    // Who was cut off by this has a row to write, too.
    await this.#idleWithin(LAST_WORDS_MS);
  }

  async #drain(): Promise<void> {
    for (let left = this.#left(); left > 0; left = this.#left()) {
      const hastened = new Promise<false>((resolve) => {
        this.#sooner = () => resolve(false);
      });
      const outcome = await Promise.race([this.#idleWithin(left), hastened]);
      if (outcome) return;
    }
  }

  #left(): number {
    return this.#deadline - this.#clock.monotonic();
  }

  async #idleWithin(ms: number): Promise<boolean> {
    const patience = new AbortController();
    const timeUp = this.#clock.sleep(ms, patience.signal).then(
      () => false,
      () => false,
    );
    const idle = await Promise.race([this.#requests.whenIdle().then(() => true), timeUp]);
    patience.abort();
    return idle;
  }
}
