/**
 * What a deployment may take by its own limits, so that a request can wait in place of running into them. Pure: times come
 * in as ms of one clock that never goes back.
 */
import type { Deployment } from '../deployment.ts';

export function isPaced({ rpm, tpm, maxParallelRequests }: Deployment): boolean {
  return rpm !== undefined || tpm !== undefined || maxParallelRequests !== undefined;
}

/** A limit per minute holds for any 60 s; it is counted in steps of a second. */
const WINDOW_MS = 60_000;
const STEP_MS = 1000;

/** What went out within one second. */
interface Step {
  readonly index: number;
  requests: number;
  tokens: number;
}

/** A request that went out, until it has ended. */
export interface PaceTicket {
  readonly step: Step;
  readonly tokens: number;
}

/** When there is room for a request: now, at a time, or when one that runs has ended. */
export type Room = { readonly kind: 'now' } | { readonly kind: 'at'; readonly at: number } | { readonly kind: 'later' };

/** What went to one deployment in the last minute, and what runs there now. */
export class PaceWindow {
  #steps: Step[] = [];
  #running = 0;

  /** Whether one more request of that many tokens fits. One that is larger than the whole limit fits into an empty minute. */
  room({ rpm, tpm, maxParallelRequests }: Deployment, tokens: number, now: number): Room {
    this.#forget(now);
    if (this.#running >= (maxParallelRequests ?? Number.MAX_VALUE)) return { kind: 'later' };
    const at = Math.max(
      this.#freeAt(rpm, 1, ({ requests }) => requests, now),
      this.#freeAt(tpm, tokens, (step) => step.tokens, now),
    );
    return at <= now ? { kind: 'now' } : { kind: 'at', at };
  }

  /** A request goes out; `tokens` is what it will take, estimated. */
  take(tokens: number, now: number): PaceTicket {
    this.#running++;
    const step = this.#stepAt(now);
    step.requests++;
    step.tokens += tokens;
    return { step, tokens };
  }

  /** The request has ended, and took that many tokens; undefined where nobody counted them. */
  release({ step, tokens }: PaceTicket, taken: number | undefined): void {
    this.#running--;
    if (taken !== undefined) step.tokens += taken - tokens;
  }

  /** Nothing to remember: nothing runs, and nothing went out within the last minute. */
  isIdle(now: number): boolean {
    this.#forget(now);
    return this.#running === 0 && this.#steps.length === 0;
  }

  /** When `amount` more is within `limit`: as soon as enough of the oldest steps are older than a minute. */
  #freeAt(limit: number | undefined, amount: number, of: (step: Step) => number, now: number): number {
    if (limit === undefined) return now;
    const allowed = limit - Math.min(amount, limit);
    let used = this.#steps.reduce((sum, step) => sum + of(step), 0);
    if (used <= allowed) return now;
    for (const step of this.#steps) {
      used -= of(step);
      if (used <= allowed) return endOf(step);
    }
    return now;
  }

  #forget(now: number): void {
    while (this.#steps[0] !== undefined && endOf(this.#steps[0]) <= now) this.#steps.shift();
  }

  #stepAt(now: number): Step {
    const index = Math.floor(now / STEP_MS);
    const last = this.#steps.at(-1);
    if (last?.index === index) return last;
    const step: Step = { index, requests: 0, tokens: 0 };
    this.#steps.push(step);
    return step;
  }
}

/** When the last request that the step may hold is a minute old. */
function endOf({ index }: Step): number {
  return (index + 1) * STEP_MS + WINDOW_MS;
}
