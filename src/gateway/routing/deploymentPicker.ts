import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import { say } from '../../domain/noteTexts.ts';
import { filterByContext, filterByTags } from '../../domain/routing/eligibility.ts';
import { isPaced } from '../../domain/routing/pacing.ts';
import { chooseDeployment, lowestOrder } from '../../domain/routing/strategies.ts';
import { callerToken } from '../../domain/virtualKey.ts';
import type { ChosenAttempt, Destination, RoutedRequest } from './routedRequest.ts';

/** A deployment that the next attempt may go to. */
export type TakenPlace = Pick<ChosenAttempt, 'deployment' | 'waitMs' | 'notes' | 'release'>;

/** Chooses among the deployments of a group, for one request. */
export class DeploymentPicker {
  readonly #routed: RoutedRequest;

  constructor(routed: RoutedRequest) {
    this.#routed = routed;
  }

  /** Those that the request may go to at all, resting ones included. Throws `context-window` or `bad-request` where there is none. */
  eligible({ group, deployments }: Destination): readonly Deployment[] {
    const { settings, context, call, promptTokens } = this.#routed;
    const { enablePreCallChecks, tagFiltering } = settings.router;
    const fitting = enablePreCallChecks
      ? filterByContext(deployments, promptTokens(), (each) => context.catalog.describe(each).maxInputTokens)
      : deployments;
    return tagFiltering === undefined ? fitting : filterByTags(fitting, call.facts.tags, tagFiltering.matchAny, group);
  }

  /** Those that do not rest. */
  ready(deployments: readonly Deployment[]): readonly Deployment[] {
    const { cooldowns } = this.#routed.context;
    return deployments.filter((deployment) => {
      return cooldowns.until(deployment.id) === undefined && this.#isWithinRpm(deployment);
    });
  }

  /**
   * A deployment for the next attempt: one that has not failed in this round, where there is one. Throws `no-deployment`
   * where all rest, `bad-request` where the group has none.
   */
  take(
    destination: Destination,
    candidates: readonly Deployment[],
    failed: ReadonlySet<Deployment>,
  ): TakenPlace | Promise<TakenPlace> {
    const now = (): readonly Deployment[] => {
      const ready = this.ready(candidates);
      const fresh = failed.size === 0 ? ready : ready.filter((deployment) => !failed.has(deployment));
      return fresh.length > 0 ? fresh : ready;
    };
    if (this.#routed.settings.router.pacing.enabled && candidates.some(isPaced)) {
      return this.#takePaced(destination, candidates, now);
    }
    const deployment = this.#choose(now());
    if (deployment === undefined) throw this.#noneReady(destination, candidates);
    return { deployment, waitMs: 0, notes: [], release: () => undefined };
  }

  async #takePaced(
    destination: Destination,
    candidates: readonly Deployment[],
    now: () => readonly Deployment[],
  ): Promise<TakenPlace> {
    const { context, settings, call, promptTokens } = this.#routed;
    const { deployment, waitMs, release } = await context.pacer.take({
      group: destination.group,
      key: callerToken(call.facts.caller),
      tokens: candidates.some(({ tpm }) => tpm !== undefined) ? promptTokens() : 0,
      pacing: settings.router.pacing,
      signal: call.controller.signal,
      candidates: now,
      choose: (open) => this.#choose(open),
    });
    if (deployment === undefined) throw this.#noneReady(destination, candidates);
    const detail = say('paced', { ms: Math.round(waitMs) });
    return { deployment, waitMs, release, notes: waitMs > 0 ? [{ code: 'paced', detail }] : [] };
  }

  /** LiteLLM's pre-call check, where requests do not wait for the minute to have room. */
  #isWithinRpm(deployment: Deployment): boolean {
    const { context, settings } = this.#routed;
    const { enablePreCallChecks, pacing, latency } = settings.router;
    if (!enablePreCallChecks || pacing.enabled || deployment.rpm === undefined) return true;
    return context.loads.of(deployment, latency.ttlMs).minuteRequests < deployment.rpm;
  }

  /** One of the candidates, by `order` and the config's strategy. */
  #choose(candidates: readonly Deployment[]): Deployment | undefined {
    const { context, settings, call } = this.#routed;
    const { router } = settings;
    return chooseDeployment(lowestOrder(candidates), {
      router,
      draw: context.random.next(),
      stream: call.facts.stream,
      loadOf: (deployment) => context.loads.of(deployment, router.latency.ttlMs),
      priceOf: (deployment) => {
        const price = context.catalog.describe(deployment).price;
        return price?.input === undefined || price.output === undefined ? undefined : price.input + price.output;
      },
    });
  }

  /** Why nobody can be asked now, and when somebody can. */
  #noneReady({ group }: Destination, deployments: readonly Deployment[]): GatewayError {
    if (deployments.length === 0) {
      return new GatewayError('bad-request', `The fallback '${group}' is not a model_name of the config.`);
    }
    const { cooldowns, clock } = this.#routed.context;
    const waits = deployments.map(({ id }) => (cooldowns.until(id) ?? 0) - clock.now());
    const waitMs = Math.max(0, Math.min(...waits));
    const reasons = new Set(deployments.flatMap(({ id }) => cooldowns.reasonOf(id) ?? []));
    const words = [
      `No deployments available for selected model, Try again in ${Math.ceil(waitMs / 1000)} seconds.`,
      `Passed model=${group}. pre-call-checks=${this.#routed.settings.router.enablePreCallChecks},`,
      `cooldown_list=[${deployments.map(({ id }) => id).join(', ')}].`,
      ...[...reasons].map((reason) => `Why they rest: ${reason}`),
    ];
    return new GatewayError('no-deployment', words.join(' '), { retryAfterMs: waitMs });
  }
}
