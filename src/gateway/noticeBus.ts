import type { GatewayNotice } from '../domain/ports.ts';

/** Tells listeners that something changed. A listener that throws does not keep the others from hearing. */
export class NoticeBus {
  readonly #listeners = new Set<(notice: GatewayNotice) => void>();

  publish(notice: GatewayNotice): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch {
        this.#listeners.delete(listener);
      }
    }
  }

  /** Gives back the function that ends the subscription. */
  subscribe(listener: (notice: GatewayNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
