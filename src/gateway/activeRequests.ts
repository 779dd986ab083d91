/** The requests that run now, so that a stop can wait for them and then end them. */
export class ActiveRequests {
  readonly #running = new Map<string, AbortController>();
  #idle: (() => void)[] = [];

  get count(): number {
    return this.#running.size;
  }

  start(callId: string, controller: AbortController): void {
    this.#running.set(callId, controller);
  }

  end(callId: string): void {
    this.#running.delete(callId);
    if (this.#running.size > 0) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves when no request runs. */
  async whenIdle(): Promise<void> {
    if (this.#running.size === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  abortAll(reason: Error): void {
    for (const controller of this.#running.values()) controller.abort(reason);
  }
}
