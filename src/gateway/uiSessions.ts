import type { Clock, Random } from '../domain/ports.ts';

const SESSION_MS = 12 * 3_600_000;
const MOST_SESSIONS = 100;

/** Logins of `/ui`: random tokens in memory, gone when the gateway stops. */
export class UiSessions {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #expiry = new Map<string, number>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new session, with an identifier that nobody could have known before. */
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
}
