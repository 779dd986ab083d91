import type { Clock, Random } from '../domain/ports.ts';

const SESSION_MS = 12 * 3_600_000;
const MOST_SESSIONS = 100;

/** For whom a login stands: whoever holds the master key, or a virtual key, by its SHA-256. */
export type SessionHolder = { readonly role: 'admin' } | { readonly role: 'key'; readonly token: string };

interface Session {
  readonly holder: SessionHolder;
  /** Epoch ms. */
  readonly until: number;
}

/** Logins of `/ui`: random tokens in memory, gone when the gateway stops. */
export class UiSessions {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new session, with an identifier that nobody could have known before. */
  open(holder: SessionHolder): string {
    const id = Buffer.from(this.#random.bytes(24)).toString('base64url');
    const oldest = this.#sessions.keys().next();
    if (this.#sessions.size >= MOST_SESSIONS && oldest.done !== true) this.#sessions.delete(oldest.value);
    this.#sessions.set(id, { holder, until: this.#clock.now() + SESSION_MS });
    return id;
  }

  /** Undefined for a session that is over or never was. */
  find(id: string): SessionHolder | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    if (session.until > this.#clock.now()) return session.holder;
    this.#sessions.delete(id);
    return undefined;
  }

  close(id: string): void {
    this.#sessions.delete(id);
  }
}
