import type { Clock } from '../../domain/ports.ts';
import { ArrivingBody } from './arrivingBody.ts';
import type { BodyBytes } from './bodyBytes.ts';
import { growBody, type KnownBody, sharedMessages, toKnownBody } from './grownBody.ts';
import { type ParsedBody, parseBody } from './parsedBody.ts';

/** From this size on a body is worth remembering, bytes. */
const WORTHWHILE_BYTES = 32 * 1024;
/** What is remembered in all, bytes of bodies; parsed they take about as much again. */
const MOST_BYTES = 12 * 1024 * 1024;
const LARGEST_BYTES = 4 * 1024 * 1024;
/** What nobody has gone on from for so long is let go, ms. */
const KEPT_MS = 10 * 60_000;

interface Remembered {
  /** Whose it is: nobody else's body is compared with it. */
  readonly token: string;
  readonly body: KnownBody;
  /** On the clock that never goes back. */
  readonly usedAt: number;
}

/**
 * Parses bodies, and remembers the long ones for a while: an agent sends its whole conversation with each turn, and only
 * what is new in it is parsed. What is remembered is compared byte by byte, never by a hash. Its messages are frozen,
 * since several requests have the same objects.
 */
export class KnownBodies {
  readonly #clock: Clock;
  /** The one that was used last is the first. */
  #known: readonly Remembered[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** For the bytes of a body that may go on from what is remembered. */
  arrive(token: string): ArrivingBody {
    return new ArrivingBody(this.#known.filter((entry) => entry.token === token).map(({ body }) => body.raw.head));
  }

  /** Throws `bad-request` that says what is wrong with the body and where. */
  parse(raw: BodyBytes, token: string): ParsedBody {
    if (raw.length < WORTHWHILE_BYTES) return parseBody(raw.join());
    const best = this.#find(raw, token);
    const grown = best === undefined ? undefined : growBody(best.entry.body, best.shared, raw);
    const body = grown ?? parseBody(raw.join());
    this.#remember(body, token, grown === undefined ? undefined : best);
    return body;
  }

  /** Forgets everything. */
  close(): void {
    this.#cancelTimer?.();
    this.#known = [];
  }

  /** The body that has most in common with this one. */
  #find(raw: BodyBytes, token: string): Found | undefined {
    let best: Found | undefined;
    for (const entry of this.#known) {
      if (entry.token !== token) continue;
      const shared = sharedMessages(entry.body, raw);
      const bytes = entry.body.list.items[shared - 1] ?? 0;
      if (bytes > (best?.bytes ?? WORTHWHILE_BYTES / 2)) best = { entry, shared, bytes };
    }
    return best;
  }

  #remember(parsed: ParsedBody, token: string, before: Found | undefined): void {
    const body = parsed.raw.length > LARGEST_BYTES ? undefined : toKnownBody(parsed);
    if (body === undefined) return;
    for (const message of body.messages) freeze(message);
    // One that has grown takes the place of what it was; one that only begins alike does not.
    const replaced = before !== undefined && before.bytes * 2 > before.entry.body.raw.length ? before.entry : undefined;
    const usedAt = this.#clock.monotonic();
    const others = this.#known.filter((entry) => entry !== replaced && usedAt - entry.usedAt < KEPT_MS);
    this.#known = withinBounds([{ token, body, usedAt }, ...others]);
    this.#cancelTimer ??= this.#clock.timer(KEPT_MS, () => this.#letGo());
  }

  #letGo(): void {
    this.#cancelTimer = undefined;
    const now = this.#clock.monotonic();
    this.#known = this.#known.filter(({ usedAt }) => now - usedAt < KEPT_MS);
    if (this.#known.length > 0) this.#cancelTimer = this.#clock.timer(KEPT_MS, () => this.#letGo());
  }
}

interface Found {
  readonly entry: Remembered;
  readonly shared: number;
  readonly bytes: number;
}

function withinBounds(entries: readonly Remembered[]): readonly Remembered[] {
  let room = MOST_BYTES;
  return entries.filter(({ body }) => {
    room -= body.raw.length;
    return room >= 0;
  });
}

/** All of it; what is frozen already has nothing in it that is not. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  for (const part of Object.values(value)) freeze(part);
  Object.freeze(value);
}
