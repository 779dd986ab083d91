import type { Clock } from '../../../domain/ports.ts';
import type { Conversation } from './conversation.ts';
import type { OutputItem } from './outputItems.ts';
import type { ResponseBody } from './responseBody.ts';

/** An answered response that a later request may go on from. */
export interface KeptResponse {
  readonly id: string;
  /** Hash of the key that asked for it; nobody else gets at it. */
  readonly token: string;
  readonly response: ResponseBody;
  /** Output with all that it holds, thinking included. */
  readonly items: readonly OutputItem[];
  /** All that was said, the answer included. */
  readonly conversation: Conversation;
  /** About what it takes in memory. */
  readonly bytes: number;
}

/** Keeps responses for `previous_response_id`, `item_reference` and `GET /v1/responses/{id}`, each for its own caller. */
export interface ResponseStore {
  keep(response: KeptResponse): void;
  find(id: string, token: string): KeptResponse | undefined;
  findItem(itemId: string, token: string): OutputItem | undefined;
  /** False where there was none. */
  delete(id: string, token: string): boolean;
}

export interface StoreLimits {
  readonly maxResponses: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

export const STORE_LIMITS: StoreLimits = {
  maxResponses: 1000,
  maxBytes: 32_000_000,
  maxAgeMs: 24 * 60 * 60 * 1000,
};

interface Entry {
  readonly kept: KeptResponse;
  readonly expiresAt: number;
}

/** In memory: the oldest go first when there are too many, and all when the gateway ends. */
export class MemoryResponseStore implements ResponseStore {
  readonly #clock: Clock;
  readonly #limits: StoreLimits;
  /** In the order of their age. */
  readonly #entries = new Map<string, Entry>();
  readonly #itemOwners = new Map<string, string>();
  #bytes = 0;

  constructor(clock: Clock, limits: StoreLimits = STORE_LIMITS) {
    this.#clock = clock;
    this.#limits = limits;
  }

  keep(kept: KeptResponse): void {
    this.#remove(kept.id);
    // One that is too large by itself is no reason to forget all others.
    if (kept.bytes > this.#limits.maxBytes) return;
    this.#entries.set(kept.id, { kept, expiresAt: this.#clock.now() + this.#limits.maxAgeMs });
    for (const item of kept.items) this.#itemOwners.set(item.id, kept.id);
    this.#bytes += kept.bytes;
    this.#evict();
  }

  find(id: string, token: string): KeptResponse | undefined {
    this.#evict();
    const kept = this.#entries.get(id)?.kept;
    return kept?.token === token ? kept : undefined;
  }

  findItem(itemId: string, token: string): OutputItem | undefined {
    const owner = this.#itemOwners.get(itemId);
    if (owner === undefined) return undefined;
    return this.find(owner, token)?.items.find(({ id }) => id === itemId);
  }

  delete(id: string, token: string): boolean {
    if (this.find(id, token) === undefined) return false;
    this.#remove(id);
    return true;
  }

  #evict(): void {
    const now = this.#clock.now();
    const { maxBytes, maxResponses } = this.#limits;
    for (const [id, { expiresAt }] of this.#entries) {
      const full = this.#bytes > maxBytes || this.#entries.size > maxResponses;
      if (expiresAt > now && !full) return;
      this.#remove(id);
    }
  }

  #remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#bytes -= entry.kept.bytes;
    for (const item of entry.kept.items) this.#itemOwners.delete(item.id);
  }
}
