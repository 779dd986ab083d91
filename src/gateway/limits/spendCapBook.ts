import type { NanoUsd } from '../../domain/money.ts';
import type { SpendCaps } from '../../domain/spendCaps.ts';

/** Raised caps of tasks and days that are over are not worth their place. */
const MOST_RAISED = 1000;

/** The caps in force, and what was allowed beyond them. In memory: whoever set them sets them again. */
export class SpendCapBook {
  #caps: SpendCaps = {};
  #timeZone = 'UTC';
  readonly #raised = new Map<string, NanoUsd>();
  /** Numbers for the questions about caps; those of budgets are positive. */
  readonly #accounts = new Map<string, number>();

  get caps(): SpendCaps {
    return this.#caps;
  }

  get timeZone(): string {
    return this.#timeZone;
  }

  set(caps: SpendCaps, timeZone: string): void {
    this.#caps = caps;
    this.#timeZone = timeZone;
  }

  /** What may be spent beyond the cap of one request, task, day or month. */
  raised(key: string): NanoUsd {
    return this.#raised.get(key) ?? 0;
  }

  raise(key: string, by: NanoUsd): void {
    this.#raised.set(key, this.raised(key) + by);
    const [oldest] = this.#raised.keys();
    if (this.#raised.size > MOST_RAISED && oldest !== undefined) this.#raised.delete(oldest);
  }

  accountOf(key: string): number {
    const known = this.#accounts.get(key) ?? -1 - this.#accounts.size;
    this.#accounts.set(key, known);
    return known;
  }
}
