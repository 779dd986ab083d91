import type { Clock } from '../domain/ports.ts';

const MOST_FAILURES = 10;
const WINDOW_MS = 60_000;
/** Addresses that are remembered; beyond that the one that failed first is forgotten. */
const MOST_ADDRESSES = 1000;

/** Failed logins of the last minute, by address: whoever guesses slows down, and nobody else. */
export class LoginAttempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, readonly number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until this address may try again; 0 when it may now. */
  waitMs(address: string): number {
    const since = this.#clock.now() - WINDOW_MS;
    const recent = (this.#failures.get(address) ?? []).filter((time) => time > since);
    if (recent.length === 0) this.#failures.delete(address);
    else this.#failures.set(address, recent);
    const [oldest] = recent;
    return oldest === undefined || recent.length < MOST_FAILURES ? 0 : oldest - since;
  }

  recordFailure(address: string): void {
    const before = this.#failures.get(address);
    const first = this.#failures.keys().next();
    if (before === undefined && this.#failures.size >= MOST_ADDRESSES && first.done !== true) {
      this.#failures.delete(first.value);
    }
    this.#failures.set(address, [...(before ?? []), this.#clock.now()]);
  }
}
