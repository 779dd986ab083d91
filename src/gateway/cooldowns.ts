import type { Clock } from '../domain/ports.ts';

/** Deployments that rest after a failure. Times in ms. */
export class Cooldowns {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  cool(deploymentId: string, milliseconds: number): void {
    if (milliseconds <= 0) return;
    const until = this.#clock.now() + milliseconds;
    this.#until.set(deploymentId, Math.max(until, this.#until.get(deploymentId) ?? 0));
  }

  /** Epoch ms at which the deployment is back, or undefined when it is not resting. */
  until(deploymentId: string): number | undefined {
    const until = this.#until.get(deploymentId);
    if (until === undefined) return undefined;
    if (until > this.#clock.now()) return until;
    this.#until.delete(deploymentId);
    return undefined;
  }
}
