import { setTimeout as pause } from 'node:timers/promises';
import type { Disposable } from './listeners.ts';

/**
 * Reads something again when asked, one read at a time: calls that come while a read runs, or within `pauseMs` after
 * it, lead to one more read, however many they are.
 */
export class Refresher implements Disposable {
  readonly #read: () => Promise<void>;
  readonly #pauseMs: number;
  readonly #end = new AbortController();
  #running = false;
  #again = false;

  constructor(read: () => Promise<void>, pauseMs = 0) {
    this.#read = read;
    this.#pauseMs = pauseMs;
  }

  readonly request = (): void => {
    this.#again = true;
    if (!this.#running) void this.#run();
  };

  dispose(): void {
    this.#end.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    this.#running = true;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      await this.#read().catch(() => undefined);
      if (this.#pauseMs > 0) await pause(this.#pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
    this.#running = false;
  }
}
