/** One who is limited, and how. Requests and tokens a minute; `maxParallel` requests at once. */
export interface RateRule {
  /** As LiteLLM names it in messages and headers: `api_key`, `user`, `team`, `team_member`, `end_user`, `model_per_key`. */
  readonly name: string;
  readonly id: string;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly maxParallel?: number | undefined;
}

export type RateLimitType = 'requests' | 'tokens' | 'max_parallel_requests';

/** What is left of one limit. */
export interface RateStatus {
  readonly name: string;
  readonly id: string;
  readonly type: RateLimitType;
  readonly limit: number;
  readonly remaining: number;
  /** Epoch ms at which the window ends; for requests at once, the end of a window that would begin now. */
  readonly resetsAt: number;
}

/** A place among the requests that run. */
export interface RateLease {
  readonly statuses: readonly RateStatus[];
  /** Gives the place back, once, and puts the tokens right that were counted for it. */
  end(tokens: number): void;
}

export type RateAdmission =
  | { readonly admitted: true; readonly lease: RateLease }
  | { readonly admitted: false; readonly refused: RateStatus };

/** LiteLLM's window, ms. It begins with the first request after the last one's end. */
export const RATE_WINDOW_MS = 60_000;

interface Counter {
  windowStart: number;
  requests: number;
  tokens: number;
  running: number;
}

/** Counters that are swept away when nothing runs and their window is over. */
const SWEEP_AT = 1000;

/** Counts requests and tokens in fixed windows of a minute, and requests that run at once. In memory, without a clock. */
export class RateLimiter {
  readonly #counters = new Map<string, Counter>();
  #sweepAt = SWEEP_AT;

  /** Counters that are kept. */
  get size(): number {
    return this.#counters.size;
  }

  /**
   * Admits a request when every rule has room for it, and counts it in all of them; otherwise it counts in none. A
   * request of more `tokens` than its limit passes while its window is empty. `now` is epoch ms.
   */
  admit(rules: readonly RateRule[], tokens: number, now: number): RateAdmission {
    this.#sweep(now);
    const open = rules.map((rule) => ({ rule, counter: this.#counterOf(rule, now) }));
    for (const { rule, counter } of open) {
      const refused = refusedBy(rule, counter, tokens, now);
      if (refused !== undefined) return { admitted: false, refused };
    }
    for (const { counter } of open) {
      counter.requests++;
      counter.tokens += tokens;
      counter.running++;
    }
    const statuses = open.flatMap(({ rule, counter }) => statusesOf(rule, counter, now));
    const windows = open.map(({ counter }) => ({ counter, windowStart: counter.windowStart }));
    let ended = false;
    const end = (actual: number): void => {
      if (ended) return;
      ended = true;
      for (const { counter, windowStart } of windows) {
        counter.running--;
        if (counter.windowStart === windowStart) counter.tokens = Math.max(0, counter.tokens + actual - tokens);
      }
    };
    return { admitted: true, lease: { statuses, end } };
  }

  #counterOf({ name, id }: RateRule, now: number): Counter {
    const key = `${name}:${id}`;
    const known = this.#counters.get(key);
    if (known === undefined) {
      const counter = { windowStart: now, requests: 0, tokens: 0, running: 0 };
      this.#counters.set(key, counter);
      return counter;
    }
    if (isOver(known, now)) Object.assign(known, { windowStart: now, requests: 0, tokens: 0 });
    return known;
  }

  #sweep(now: number): void {
    if (this.#counters.size < this.#sweepAt) return;
    for (const [key, counter] of this.#counters) {
      if (counter.running === 0 && isOver(counter, now)) this.#counters.delete(key);
    }
    this.#sweepAt = Math.max(SWEEP_AT, this.#counters.size * 2);
  }
}

/** A clock that was set back ends the window, too: it would otherwise last until the old time comes again. */
function isOver({ windowStart }: Counter, now: number): boolean {
  return now - windowStart >= RATE_WINDOW_MS || now < windowStart;
}

function refusedBy(rule: RateRule, counter: Counter, tokens: number, now: number): RateStatus | undefined {
  const { rpm, tpm, maxParallel } = rule;
  if (rpm !== undefined && counter.requests >= rpm) return statusOf(rule, 'requests', rpm, 0, counter.windowStart);
  if (tpm !== undefined && !hasRoom(counter.tokens, tokens, tpm)) {
    return statusOf(rule, 'tokens', tpm, Math.max(0, tpm - counter.tokens), counter.windowStart);
  }
  if (maxParallel !== undefined && counter.running >= maxParallel) {
    return statusOf(rule, 'max_parallel_requests', maxParallel, 0, now);
  }
  return undefined;
}

function hasRoom(used: number, tokens: number, limit: number): boolean {
  return used + tokens <= limit || (used === 0 && limit > 0);
}

function statusesOf(rule: RateRule, counter: Counter, now: number): readonly RateStatus[] {
  const { rpm, tpm, maxParallel } = rule;
  const statuses: RateStatus[] = [];
  const { windowStart } = counter;
  if (rpm !== undefined) statuses.push(statusOf(rule, 'requests', rpm, rpm - counter.requests, windowStart));
  if (tpm !== undefined) statuses.push(statusOf(rule, 'tokens', tpm, tpm - counter.tokens, windowStart));
  if (maxParallel !== undefined) {
    statuses.push(statusOf(rule, 'max_parallel_requests', maxParallel, maxParallel - counter.running, now));
  }
  return statuses;
}

function statusOf(
  { name, id }: RateRule,
  type: RateLimitType,
  limit: number,
  remaining: number,
  windowStart: number,
): RateStatus {
  return { name, id, type, limit, remaining: Math.max(0, remaining), resetsAt: windowStart + RATE_WINDOW_MS };
}
