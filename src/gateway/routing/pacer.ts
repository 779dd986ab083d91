import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import { FairQueue } from '../../domain/routing/fairQueue.ts';
import { PaceWindow } from '../../domain/routing/pacing.ts';
import type { PacingSettings } from '../../domain/routing/routerSettings.ts';

/** A request for a place at one of a group's deployments. */
export interface PlaceWish {
  readonly group: string;
  /** Whose turn it is: the queue serves keys in turn. */
  readonly key: string;
  /** Tokens that it will take, estimated. */
  readonly tokens: number;
  readonly pacing: PacingSettings;
  readonly signal: AbortSignal;
  /** The deployments that could serve it now. */
  candidates(): readonly Deployment[];
  choose(candidates: readonly Deployment[]): Deployment | undefined;
}

export interface Place {
  /** Undefined where no deployment could serve the request any more, however long it waited. */
  readonly deployment: Deployment | undefined;
  readonly waitMs: number;
  /** Gives the place back; tokens as far as they were counted. */
  release(totalTokens: number | undefined): void;
}

interface Waiter {
  readonly wish: PlaceWish;
  readonly since: number;
  settle(place: Place | GatewayError): void;
}

interface GroupQueue {
  readonly waiters: FairQueue<Waiter>;
  cancelTimer: () => void;
}

/** Looks at the queue at least so often: a deployment may have stopped resting. */
const LONGEST_PAUSE_MS = 1000;
/** Windows in memory; those that hold nothing go first. */
const MOST_WINDOWS = 5000;

/**
 * Lets requests wait for a deployment's own limits. A deployment with room is taken at once, whichever of the group it is;
 * where none has room the request waits in a bounded queue that is fair between keys.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #windows = new Map<string, PaceWindow>();
  readonly #queues = new Map<string, GroupQueue>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws `no-deployment` with a Retry-After where the queue is full or the wait would be too long, or the signal's reason. */
  async take(wish: PlaceWish): Promise<Place> {
    // Whoever waits already goes first.
    const overtakes = this.#queues.has(wish.group) && wish.candidates().length > 0;
    const place = overtakes ? undefined : this.#tryTake(wish, this.#clock.monotonic());
    return place ?? (await this.#wait(wish));
  }

  /** Requests that wait for a group. */
  waiting(group: string): number {
    return this.#queues.get(group)?.waiters.size ?? 0;
  }

  async #wait(wish: PlaceWish): Promise<Place> {
    const { group, key, pacing, signal } = wish;
    const since = this.#clock.monotonic();
    const soonest = this.#soonest(wish) - since;
    if (soonest > pacing.maxWaitMs) throw this.#refusal(wish, 'the wait would be longer than pacing_max_wait');
    if (this.waiting(group) >= pacing.maxQueue) throw this.#refusal(wish, 'pacing_max_queue requests wait already');
    signal.throwIfAborted();
    const queue = this.#openQueue(group);
    return await new Promise<Place>((resolve, reject) => {
      const leave = (): void => {
        queue.waiters.remove(key, waiter);
        this.#tidy(group, queue);
      };
      const onAbort = (): void => {
        leave();
        waiter.settle(signal.reason);
      };
      const cancelPatience = this.#clock.timer(pacing.maxWaitMs, () => {
        leave();
        waiter.settle(this.#refusal(wish, 'pacing_max_wait has passed'));
      });
      const waiter: Waiter = {
        wish,
        since,
        settle: (outcome) => {
          cancelPatience();
          signal.removeEventListener('abort', onAbort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      queue.waiters.add(key, waiter);
      this.#serve(group, queue);
    });
  }

  #tryTake(wish: PlaceWish, since: number): Place | undefined {
    const now = this.#clock.monotonic();
    const candidates = wish.candidates();
    if (candidates.length === 0) return { deployment: undefined, waitMs: 0, release: () => undefined };
    const open = candidates.filter((each) => this.#windowOf(each).room(each, wish.tokens, now).kind === 'now');
    const deployment = wish.choose(open);
    if (deployment === undefined) return undefined;
    const window = this.#windowOf(deployment);
    const ticket = window.take(wish.tokens, now);
    return {
      deployment,
      waitMs: now - since,
      release: (totalTokens) => {
        window.release(ticket, totalTokens);
        const queue = this.#queues.get(wish.group);
        if (queue !== undefined) this.#serve(wish.group, queue);
      },
    };
  }

  /** Gives out what places there are, and comes back when there may be more. */
  #serve(group: string, queue: GroupQueue): void {
    queue.waiters.serve(({ wish, since, settle }) => {
      const place = this.#tryTake(wish, since);
      if (place === undefined) return false;
      settle(place);
      return true;
    });
    this.#tidy(group, queue);
  }

  #tidy(group: string, queue: GroupQueue): void {
    queue.cancelTimer();
    const heads = queue.waiters.heads();
    if (heads.length === 0) {
      this.#queues.delete(group);
      return;
    }
    const dueMs = Math.min(...heads.map(({ wish }) => this.#soonest(wish))) - this.#clock.monotonic();
    queue.cancelTimer = this.#clock.timer(Math.min(dueMs, LONGEST_PAUSE_MS), () => this.#serve(group, queue));
  }

  #openQueue(group: string): GroupQueue {
    const known = this.#queues.get(group);
    if (known !== undefined) return known;
    const queue: GroupQueue = { waiters: new FairQueue(), cancelTimer: () => undefined };
    this.#queues.set(group, queue);
    return queue;
  }

  /** When the first of its deployments has room by the minute; that a running request ends cannot be foreseen. */
  #soonest(wish: PlaceWish): number {
    const now = this.#clock.monotonic();
    const candidates = wish.candidates();
    if (candidates.length === 0) return now + LONGEST_PAUSE_MS;
    const times = candidates.map((deployment) => {
      const room = this.#windowOf(deployment).room(deployment, wish.tokens, now);
      return room.kind === 'at' ? room.at : now + LONGEST_PAUSE_MS;
    });
    return Math.min(...times);
  }

  #refusal(wish: PlaceWish, reason: string): GatewayError {
    const retryAfterMs = Math.max(0, this.#soonest(wish) - this.#clock.monotonic());
    const seconds = Math.ceil(retryAfterMs / 1000);
    return new GatewayError(
      'no-deployment',
      `No deployments available for selected model, Try again in ${seconds} seconds. Passed model=${wish.group}. Every deployment has reached its own rpm, tpm or max_parallel_requests, and ${reason}.`,
      { retryAfterMs },
    );
  }

  #windowOf({ id }: Deployment): PaceWindow {
    const known = this.#windows.get(id);
    if (known !== undefined) return known;
    if (this.#windows.size >= MOST_WINDOWS) this.#forgetIdle();
    const window = new PaceWindow();
    this.#windows.set(id, window);
    return window;
  }

  #forgetIdle(): void {
    const now = this.#clock.monotonic();
    for (const [id, window] of this.#windows) if (window.isIdle(now)) this.#windows.delete(id);
  }
}
