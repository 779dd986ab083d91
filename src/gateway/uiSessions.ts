import type { Clock, Random } from '../domain/ports.ts';

const SESSION_MS = 12 * 3_600_000;
const MOST_SESSIONS = 100;
const MOST_ATTEMPTS = 10;
const ATTEMPT_WINDOW_MS = 60_000;

/** Logins of `/ui`: random tokens in memory, gone when the gateway stops. Failed attempts are limited per minute. */
export class UiSessions {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #expiry = new Map<string, number>();
  #failures: number[] = [];

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  open(): string {
    const token = Buffer.from(this.#random.bytes(24)).toString('base64url');
    const oldest = this.#expiry.keys().next();
    if (this.#expiry.size >= MOST_SESSIONS && oldest.done !== true) this.#expiry.delete(oldest.value);
    this.#expiry.set(token, this.#clock.now() + SESSION_MS);
    return token;
  }

  isOpen(token: string): boolean {
    const until = this.#expiry.get(token);
    if (until === undefined) return false;
    if (until > this.#clock.now()) return true;
    this.#expiry.delete(token);
    return false;
  }

  close(token: string): void {
    this.#expiry.delete(token);
  }

  /** Milliseconds until another attempt is allowed; 0 when it is now. */
  waitMs(): number {
    const since = this.#clock.now() - ATTEMPT_WINDOW_MS;
    this.#failures = this.#failures.filter((time) => time > since);
    const oldest = this.#failures[0];
    return oldest === undefined || this.#failures.length < MOST_ATTEMPTS ? 0 : oldest - since;
  }

  recordFailure(): void {
    this.#failures.push(this.#clock.now());
  }
}
