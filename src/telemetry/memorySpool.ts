import type { SpoolBatch, SpoolEntry, SpooledEntry, TraceSpool } from '../domain/traceSpool.ts';

interface Held extends SpooledEntry {
  claimed: boolean;
}

/** A spool that ends with the process, for as many characters per destination as it is given. */
export class MemorySpool implements TraceSpool {
  readonly #limit: () => number;
  readonly #held = new Map<string, Held[]>();
  #lastId = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  async add(destination: string, entries: readonly SpoolEntry[]): Promise<number> {
    const held = this.#of(destination);
    for (const { payload } of entries) {
      this.#lastId += 1;
      held.push({ id: this.#lastId, payload, claimed: false });
    }
    return this.#makeRoom(held);
  }

  async claim(destination: string, batch: SpoolBatch): Promise<readonly SpooledEntry[]> {
    const taken: Held[] = [];
    let size = 0;
    for (const entry of this.#of(destination)) {
      if (entry.claimed) continue;
      size += entry.payload.length;
      if (taken.length >= batch.entries || (taken.length > 0 && size > batch.size)) break;
      taken.push(entry);
    }
    for (const entry of taken) entry.claimed = true;
    return taken.map(({ id, payload }) => ({ id, payload }));
  }

  async remove(destination: string, ids: readonly number[]): Promise<void> {
    const gone = new Set(ids);
    this.#held.set(
      destination,
      this.#of(destination).filter(({ id }) => !gone.has(id)),
    );
  }

  async release(destination: string, ids: readonly number[]): Promise<void> {
    const back = new Set(ids);
    for (const entry of this.#of(destination)) if (back.has(entry.id)) entry.claimed = false;
  }

  count(destination: string): number {
    return this.#of(destination).length;
  }

  #of(destination: string): Held[] {
    const held = this.#held.get(destination) ?? [];
    this.#held.set(destination, held);
    return held;
  }

  #makeRoom(held: Held[]): number {
    let size = held.reduce((sum, { payload }) => sum + payload.length, 0);
    let dropped = 0;
    while (size > this.#limit()) {
      const oldest = held.shift();
      if (oldest === undefined) break;
      size -= oldest.payload.length;
      dropped += 1;
    }
    return dropped;
  }
}
