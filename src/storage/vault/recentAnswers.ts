import type { KeptAnswer } from '../../domain/thinkingVault.ts';

/** An answer as the vault has it in hand. */
export interface VaultRecord {
  readonly answer: KeptAnswer;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly bytes: number;
}

/** The answers that were used last. Bounded by the size of what it refers to, keys included. */
export class RecentAnswers {
  readonly #records = new Map<string, VaultRecord>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): VaultRecord | undefined {
    const record = this.#records.get(key);
    if (record === undefined) return undefined;
    this.#records.delete(key);
    this.#records.set(key, record);
    return record;
  }

  /** Drops those that were used longest ago where there is no room. An answer counts once for each of its keys. */
  set(key: string, record: VaultRecord): void {
    this.delete(key);
    this.#records.set(key, record);
    this.#bytes += record.bytes + key.length;
    for (const [oldest] of this.#records) {
      if (this.#bytes <= this.#maxBytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const record = this.#records.get(key);
    if (record === undefined) return;
    this.#records.delete(key);
    this.#bytes -= record.bytes + key.length;
  }
}
