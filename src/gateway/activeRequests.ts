import type { EventEmitter } from 'node:events';

/** A request that runs, for whoever asks what is going on. */
export interface ActiveRequest {
  readonly callId: string;
  readonly token: string;
  readonly taskId: string | undefined;
  readonly modelGroup: string;
  readonly client: string | undefined;
  readonly stream: boolean;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** The requests that run now, so that a stop can wait for them and then end them. */
export class ActiveRequests {
  readonly #running = new Map<string, { readonly request: ActiveRequest; readonly controller: AbortController }>();
  #exchanges = 0;
  #stopping = false;
  #idle: (() => void)[] = [];

  /** Calls to models. */
  get count(): number {
    return this.#running.size;
  }

  /** No further requests are taken. */
  get stopping(): boolean {
    return this.#stopping;
  }

  refuseFurther(): void {
    this.#stopping = true;
  }

  /** A request of any kind, until the last byte of its response has left or its socket is gone. */
  enter(response: EventEmitter): void {
    this.#exchanges += 1;
    response.once('close', () => {
      this.#exchanges -= 1;
      this.#tellIdle();
    });
  }

  /** Longest running first. */
  list(): readonly ActiveRequest[] {
    return [...this.#running.values()].map(({ request }) => request);
  }

  start(request: ActiveRequest, controller: AbortController): void {
    this.#running.set(request.callId, { request, controller });
  }

  end(callId: string): void {
    this.#running.delete(callId);
    this.#tellIdle();
  }

  /** Resolves when no call runs and every response has left. */
  async whenIdle(): Promise<void> {
    if (this.#isIdle) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  abortAll(reason: Error): void {
    for (const { controller } of this.#running.values()) controller.abort(reason);
  }

  get #isIdle(): boolean {
    return this.#running.size === 0 && this.#exchanges === 0;
  }

  #tellIdle(): void {
    if (!this.#isIdle) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}
