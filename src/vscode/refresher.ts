import type { Disposable } from './listeners.ts';

/**
 * Reads something again when asked, one read at a time: calls that come while a read runs lead to one more read
 * after it, however many they are.
 */
export class Refresher implements Disposable {
  readonly #read: () => Promise<void>;
  #running = false;
  #again = false;
  #disposed = false;

  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  readonly request = (): void => {
    this.#again = true;
    if (!this.#running) void this.#run();
  };

  dispose(): void {
    this.#disposed = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again && !this.#disposed) {
      this.#again = false;
      await this.#read().catch(() => undefined);
    }
    this.#running = false;
  }
}
