import type { Deployment } from '../../domain/deployment.ts';
import type { GatewayContext } from '../context.ts';
import { checkDeployment, type HealthAsker, type HealthResult } from './checkDeployment.ts';

/** Checks that run at once, of all rounds together. */
const MOST_AT_ONCE = 5;
const MOST_KEPT = 1000;

/** Rounds of checks and what they found, in memory: a restart forgets it. */
export class HealthChecks {
  readonly #context: GatewayContext;
  readonly #rounds = new Map<string, Promise<readonly HealthResult[]>>();
  readonly #kept: HealthResult[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(context: GatewayContext) {
    this.#context = context;
  }

  /** Results in the order of the deployments. Whoever asks for the same while a round runs gets that round's. */
  round(deployments: readonly Deployment[], asker: HealthAsker): Promise<readonly HealthResult[]> {
    const name = JSON.stringify(deployments.map(({ id }) => id));
    const running = this.#rounds.get(name);
    if (running !== undefined) return running;
    const round = Promise.all(deployments.map((deployment) => this.#checkInTurn(deployment, asker))).finally(() =>
      this.#rounds.delete(name),
    );
    this.#rounds.set(name, round);
    return round;
  }

  /** Newest first. */
  history(): readonly HealthResult[] {
    return this.#kept.toReversed();
  }

  /** The newest result of each deployment. */
  latest(): readonly HealthResult[] {
    return [...new Map(this.#kept.map((result) => [result.deployment.id, result])).values()];
  }

  async #checkInTurn(deployment: Deployment, asker: HealthAsker): Promise<HealthResult> {
    const result = await this.inTurn(() => checkDeployment(this.#context, deployment, asker));
    this.#kept.push(result);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    return result;
  }

  /** Runs a check as soon as fewer than the most run at once. */
  async inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    while (this.#busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
    try {
      return await run();
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }
}
