import type { Deployment } from '../domain/deployment.ts';
import { GatewayError, toGatewayError } from '../domain/errors.ts';
import type { Provider, ProviderCall } from '../domain/ports.ts';
import {
  cooldownAfter,
  fallbackGroups,
  mayFallBack,
  pickDeployment,
  type Resolution,
  retryDelay,
} from '../domain/routing.ts';
import type { GatewaySettings } from '../domain/settings.ts';
import type { AttemptRecord } from '../domain/spend.ts';
import { AttemptDeadline } from './attemptDeadline.ts';
import type { GatewayContext } from './context.ts';
import type { RequestCall } from './requestCall.ts';

/** What a request asks of the router besides its model. */
export interface DispatchOptions {
  readonly numRetries: number | undefined;
  readonly disableFallbacks: boolean;
  /** Replaces the config's list for this request. */
  readonly fallbacks: readonly string[] | undefined;
  readonly timeoutMs: number | undefined;
  /** The body's own `drop_params`. */
  readonly dropParams: boolean;
}

/** One try: resolves with an answer of which something good has been seen, or throws. */
export type Attempt<Answer> = (target: AttemptTarget) => Promise<Answer>;

export interface AttemptTarget {
  readonly provider: Provider;
  readonly deployment: Deployment;
  readonly call: ProviderCall;
  readonly deadline: AttemptDeadline;
  /** The group differs from the one that was asked for. */
  readonly fellBack: boolean;
}

/** Finds a deployment that answers: retries within a group, then the group's fallbacks. Throws the first group's error when all fail. */
export class Dispatcher<Answer> {
  readonly #context: GatewayContext;
  readonly #settings: GatewaySettings;
  readonly #call: RequestCall;
  readonly #options: DispatchOptions;
  readonly #attempt: Attempt<Answer>;
  #original = '';

  constructor(context: GatewayContext, call: RequestCall, options: DispatchOptions, attempt: Attempt<Answer>) {
    this.#context = context;
    // One request is planned with one config, whatever is loaded meanwhile.
    this.#settings = context.settings.current;
    this.#call = call;
    this.#options = options;
    this.#attempt = attempt;
  }

  async dispatch(target: Resolution): Promise<Answer> {
    this.#original = target.group;
    if (target.kind === 'deployment') return await this.#tryGroup(target.group, [target.deployment]);
    return await this.#withFallbacks(target.group, 0);
  }

  async #withFallbacks(group: string, depth: number): Promise<Answer> {
    try {
      return await this.#tryGroup(group, this.#deploymentsOf(group));
    } catch (thrown) {
      const error = toGatewayError(thrown);
      const chain = this.#chainAfter(group, error, depth);
      for (const next of chain) {
        try {
          return await this.#withFallbacks(next, depth + 1);
        } catch (failure) {
          if (toGatewayError(failure).kind === 'cancelled') throw failure;
        }
      }
      throw error;
    }
  }

  #chainAfter(group: string, error: GatewayError, depth: number): readonly string[] {
    const { router } = this.#settings;
    if (this.#options.disableFallbacks || !mayFallBack(error) || depth >= router.maxFallbacks) return [];
    const asked = depth === 0 ? this.#options.fallbacks : undefined;
    return (asked ?? fallbackGroups(group, error, router)).filter((name) => name !== group && name !== this.#original);
  }

  #deploymentsOf(group: string): readonly Deployment[] {
    return this.#settings.deployments.filter((deployment) => deployment.group === group);
  }

  async #tryGroup(group: string, deployments: readonly Deployment[]): Promise<Answer> {
    const failed = new Set<string>();
    let waitMs = 0;
    for (let retry = 0; ; retry++) {
      const deployment = this.#pick(group, deployments, failed);
      try {
        return await this.#try(deployment, group, retry, waitMs);
      } catch (thrown) {
        const error = toGatewayError(thrown);
        failed.add(deployment.id);
        this.#rest(deployment, error, deployments.length);
        const another = deployments.some(
          ({ id }) => !failed.has(id) && this.#context.cooldowns.until(id) === undefined,
        );
        if (!this.#mayRetry(error, another) || retry >= this.#retriesOf(deployment)) throw error;
        if (!another) failed.clear();
        waitMs = retryDelay(retry, error, another, this.#settings.router, this.#context.random.next());
        if (waitMs > 0) await this.#context.clock.sleep(waitMs, this.#call.controller.signal);
      }
    }
  }

  #mayRetry(error: GatewayError, another: boolean): boolean {
    if (error.kind === 'cancelled' || error.kind === 'no-deployment') return false;
    return error.retryable || (error.kind === 'authentication' && another);
  }

  #retriesOf(deployment: Deployment): number {
    return this.#options.numRetries ?? deployment.numRetries ?? this.#settings.router.numRetries;
  }

  #pick(group: string, deployments: readonly Deployment[], failed: ReadonlySet<string>): Deployment {
    const ready = deployments.filter(({ id }) => this.#context.cooldowns.until(id) === undefined);
    const fresh = ready.filter(({ id }) => !failed.has(id));
    const picked = pickDeployment(fresh.length > 0 ? fresh : ready, this.#context.random.next());
    if (picked !== undefined) return picked;
    throw this.#noDeployment(group, deployments);
  }

  #noDeployment(group: string, deployments: readonly Deployment[]): GatewayError {
    if (deployments.length === 0) {
      return new GatewayError('bad-request', `The fallback '${group}' is not a model_name of the config.`);
    }
    const times = deployments.map(({ id }) => this.#context.cooldowns.until(id) ?? 0);
    const waitMs = Math.max(0, Math.min(...times) - this.#context.clock.now());
    return new GatewayError(
      'no-deployment',
      `No deployments available for selected model, Try again in ${Math.ceil(waitMs / 1000)} seconds. Passed model=${group}. cooldown_list=[${deployments.map(({ id }) => id).join(', ')}]`,
      { retryAfterMs: waitMs },
    );
  }

  #rest(deployment: Deployment, error: GatewayError, groupSize: number): void {
    const milliseconds = cooldownAfter(error, deployment, groupSize, this.#settings.router);
    this.#context.cooldowns.cool(deployment.id, milliseconds);
  }

  async #try(deployment: Deployment, group: string, retry: number, waitMs: number): Promise<Answer> {
    const { catalog, providers } = this.#context;
    const fellBack = group !== this.#original;
    const provider = providers.find(deployment.provider);
    const endpoint = provider?.endpoint(deployment);
    const card = catalog.describe(deployment);
    const deadline = this.#openDeadline(deployment);
    this.#call.beginAttempt({
      deployment,
      price: card.price,
      apiBase: endpoint?.apiBase,
      region: endpoint?.region,
      waitMs,
      reason: reasonOf(fellBack, retry),
    });
    try {
      if (provider === undefined) throw unknownProvider(deployment, providers.names());
      return await this.#attempt({
        provider,
        deployment,
        deadline,
        fellBack,
        call: {
          callId: this.#call.facts.callId,
          deployment,
          card,
          signal: deadline.signal,
          note: (note) => this.#call.note(note),
          dropParams: deployment.dropParams || this.#settings.dropParams || this.#options.dropParams,
        },
      });
    } catch (thrown) {
      const error = deadline.explain(thrown);
      deadline.clear();
      this.#call.failAttempt(error);
      throw error;
    }
  }

  #openDeadline(deployment: Deployment): AttemptDeadline {
    const { router } = this.#settings;
    const { stream } = this.#call.facts;
    const configured = stream
      ? (deployment.streamTimeoutMs ?? deployment.timeoutMs ?? router.streamTimeoutMs ?? router.timeoutMs)
      : (deployment.timeoutMs ?? router.timeoutMs);
    const timeoutMs = this.#options.timeoutMs ?? configured;
    return new AttemptDeadline(this.#context.clock, this.#call.controller.signal, timeoutMs, stream);
  }
}

function reasonOf(fellBack: boolean, retry: number): AttemptRecord['reason'] {
  if (retry > 0) return 'retry';
  return fellBack ? 'fallback' : 'first';
}

function unknownProvider(deployment: Deployment, known: readonly string[]): GatewayError {
  return new GatewayError(
    'unavailable',
    `The provider '${deployment.provider}' of '${deployment.group}' is not part of this version. Available: ${known.join(', ')}.`,
    { retryable: false, provider: deployment.provider },
  );
}
