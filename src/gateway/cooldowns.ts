import type { Clock } from '../domain/ports.ts';

interface Rest {
  readonly until: number;
  readonly reason: string;
}

/** Names that a wildcard serves have deployments of their own, any number of them: from so many on the rests that are over are forgotten. */
const MANY_RESTS = 1000;
/** And from so many on those that began first, over or not. */
const MOST_RESTS = 5000;

/** Deployments that rest after a failure. Times in ms. */
export class Cooldowns {
  readonly #clock: Clock;
  /** Those that were begun, or made longer, last come last. */
  readonly #rests = new Map<string, Rest>();
  #sweepAt = MANY_RESTS;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `reason`: what went wrong, for whoever meets the deployment resting. A rest is never shortened. */
  cool(deploymentId: string, milliseconds: number, reason: string): void {
    if (milliseconds <= 0) return;
    if (this.#rests.size >= this.#sweepAt) this.#forgetEnded();
    const until = Math.max(this.#clock.now() + milliseconds, this.#rests.get(deploymentId)?.until ?? 0);
    this.#rests.delete(deploymentId);
    this.#rests.set(deploymentId, { until, reason });
  }

  /** Epoch ms at which the deployment is back, or undefined when it is not resting. */
  until(deploymentId: string): number | undefined {
    return this.#current(deploymentId)?.until;
  }

  /** Why the deployment rests, or undefined when it does not. */
  reasonOf(deploymentId: string): string | undefined {
    return this.#current(deploymentId)?.reason;
  }

  #forgetEnded(): void {
    for (const id of [...this.#rests.keys()]) this.#current(id);
    for (const id of this.#rests.keys()) {
      if (this.#rests.size < MOST_RESTS) break;
      this.#rests.delete(id);
    }
    this.#sweepAt = Math.min(MOST_RESTS, Math.max(MANY_RESTS, 2 * this.#rests.size));
  }

  #current(deploymentId: string): Rest | undefined {
    const rest = this.#rests.get(deploymentId);
    if (rest === undefined || rest.until > this.#clock.now()) return rest;
    this.#rests.delete(deploymentId);
    return undefined;
  }
}
