import type { Deployment } from '../../domain/deployment.ts';
import { type GatewayError, toGatewayError } from '../../domain/errors.ts';
import { isSpecial, mayFallBack } from '../../domain/routing/fallbacks.ts';
import { endsTries, isRetried, policyRetries, retryDelay } from '../../domain/routing/retries.ts';
import { lowestOrder, orderOf } from '../../domain/routing/strategies.ts';
import type { AttemptRecord } from '../../domain/spend.ts';
import { maxRetries } from './attemptLimits.ts';
import type { AttemptRunner } from './attemptRunner.ts';
import type { DeploymentPicker } from './deploymentPicker.ts';
import type { Destination, RoutedRequest } from './routedRequest.ts';

/** Tries the deployments of one group: retries, then the levels of a higher `order`. */
export class GroupWalk<Answer> {
  readonly #routed: RoutedRequest;
  readonly #picker: DeploymentPicker;
  readonly #runner: AttemptRunner<Answer>;

  constructor(routed: RoutedRequest, picker: DeploymentPicker, runner: AttemptRunner<Answer>) {
    this.#routed = routed;
    this.#picker = picker;
    this.#runner = runner;
  }

  /** Throws the last error. */
  async run(destination: Destination): Promise<Answer> {
    const eligible = this.#picker.eligible(destination);
    const tried = new Set<Deployment>();
    let candidates = eligible;
    let reason: AttemptRecord['reason'] = destination.fellBack ? 'fallback' : 'first';
    for (;;) {
      try {
        return await this.#tries(destination, candidates, reason, tried);
      } catch (thrown) {
        const error = toGatewayError(thrown);
        candidates = this.#after(error, eligible, tried);
        if (candidates.length === 0) throw error;
        reason = 'fallback';
      }
    }
  }

  /** What is left of the group after its retries: the next `order`, or, where the config says so, whoever was not asked yet. */
  #after(error: GatewayError, eligible: readonly Deployment[], tried: ReadonlySet<Deployment>): readonly Deployment[] {
    if (isSpecial(error) || endsTries(error) || !mayFallBack(error)) return [];
    const untried = this.#picker.ready(eligible).filter((deployment) => !tried.has(deployment));
    if (this.#routed.settings.router.weightedFailover) return untried;
    const reached = Math.max(...[...tried].map(orderOf));
    return lowestOrder(untried.filter((deployment) => orderOf(deployment) > reached));
  }

  async #tries(
    destination: Destination,
    candidates: readonly Deployment[],
    reason: AttemptRecord['reason'],
    tried: Set<Deployment>,
  ): Promise<Answer> {
    const failed = new Set<Deployment>();
    let waitMs = 0;
    for (let retry = 0; ; retry++) {
      const chosen = await this.#picker.take(destination, candidates, failed);
      const { deployment, notes, release } = chosen;
      tried.add(deployment);
      try {
        return await this.#runner.run({
          deployment,
          notes,
          release,
          destination,
          reason: retry > 0 ? 'retry' : reason,
          waitMs: waitMs + chosen.waitMs,
        });
      } catch (thrown) {
        const error = toGatewayError(thrown);
        failed.add(deployment);
        waitMs = await this.#beforeRetry({ error, retry, destination, candidates, failed }, deployment);
      }
    }
  }

  /** Waits until the next try is due, and says how long that was in ms. Throws the error where there is no next try. */
  async #beforeRetry(failure: Failure, deployment: Deployment): Promise<number> {
    const { context, settings, call } = this.#routed;
    const { error, retry, destination, candidates, failed } = failure;
    const ready = this.#picker.ready(candidates);
    const another = ready.some((each) => !failed.has(each));
    const byPolicy = policyRetries(error, destination.group, settings.router);
    const retries = byPolicy ?? maxRetries(this.#routed, deployment);
    const worth = byPolicy !== undefined || isRetried(error, another);
    if (endsTries(error) || ready.length === 0 || retry >= retries || !worth) throw error;
    // All have failed once: the next round begins.
    if (!another) failed.clear();
    const waitMs = retryDelay(retry, error, another, settings.router, context.random.next());
    if (waitMs > 0) await context.clock.sleep(waitMs, call.controller.signal);
    return waitMs;
  }
}

interface Failure {
  readonly error: GatewayError;
  readonly retry: number;
  readonly destination: Destination;
  readonly candidates: readonly Deployment[];
  readonly failed: Set<Deployment>;
}
