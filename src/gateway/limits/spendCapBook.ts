import type { NanoUsd } from '../../domain/money.ts';
import type { SpendCaps } from '../../domain/spendCaps.ts';

/** Tasks and days that are over are not worth their place. */
const MOST_KEPT = 1000;

/** The caps in force, and what was allowed beyond them. In memory: whoever set them sets them again. */
export class SpendCapBook {
  #caps: SpendCaps = {};
  #timeZone = 'UTC';
  readonly #raised = new Map<string, NanoUsd>();
  /** Numbers for the questions about caps; those of budgets are positive. */
  readonly #accounts = new Map<string, number>();
  #nextAccount = -1;

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
    keep(this.#raised, key, this.raised(key) + by);
  }

  accountOf(key: string): number {
    const account = this.#accounts.get(key) ?? this.#nextAccount--;
    keep(this.#accounts, key, account);
    return account;
  }
}

/** The latest ones are kept. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_KEPT && oldest !== undefined) map.delete(oldest);
}
