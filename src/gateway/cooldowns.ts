import type { Clock } from '../domain/ports.ts';

interface Rest {
  readonly until: number;
  readonly reason: string;
}

/** Names that a wildcard serves have deployments of their own, any number of them: the rests that are over are forgotten. */
const MOST_RESTS = 1000;

/** Deployments that rest after a failure. Times in ms. */
export class Cooldowns {
  readonly #clock: Clock;
  readonly #rests = new Map<string, Rest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `reason`: what went wrong, for whoever meets the deployment resting. A rest is never shortened. */
  cool(deploymentId: string, milliseconds: number, reason: string): void {
    if (milliseconds <= 0) return;
    if (this.#rests.size >= MOST_RESTS) this.#forgetEnded();
    const until = this.#clock.now() + milliseconds;
    this.#rests.set(deploymentId, { until: Math.max(until, this.#rests.get(deploymentId)?.until ?? 0), reason });
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
  }

  #current(deploymentId: string): Rest | undefined {
    const rest = this.#rests.get(deploymentId);
    if (rest === undefined || rest.until > this.#clock.now()) return rest;
    this.#rests.delete(deploymentId);
    return undefined;
  }
}
