import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Provider } from '../../domain/ports.ts';
import { cooldownAfter, isItsFault } from '../../domain/routing/cooldownRules.ts';
import { AttemptDeadline } from '../attemptDeadline.ts';
import type { Attempt, AttemptTarget } from './attempt.ts';
import { attemptLimits, effectiveTimeout, maxRetries } from './attemptLimits.ts';
import { mocksTimeout, waitForTimeout } from './mockSwitches.ts';
import type { ChosenAttempt, RoutedRequest } from './routedRequest.ts';

/** Makes one attempt with all that belongs to it: its record, its time limits, its mark on the deployment's history. */
export class AttemptRunner<Answer> {
  readonly #routed: RoutedRequest;
  readonly #attempt: Attempt<Answer>;
  #throttledOnce = false;

  constructor(routed: RoutedRequest, attempt: Attempt<Answer>) {
    this.#routed = routed;
    this.#attempt = attempt;
  }

  /** Throws GatewayError; the attempt has ended then. After an answer its reader ends it. */
  async run(chosen: ChosenAttempt): Promise<Answer> {
    const { call } = this.#routed;
    const target = this.#beginOrRelease(chosen);
    try {
      this.#mock(chosen);
      if (!hasProvider(target)) throw unknownProvider(chosen.deployment, this.#routed.context.providers.names());
      if (mocksTimeout(this.#routed.options.mocks, chosen)) await waitForTimeout(target.deadline);
      return await this.#attempt(target);
    } catch (thrown) {
      const error = target.deadline.explain(thrown);
      target.end(error);
      call.failAttempt(error);
      throw error;
    }
  }

  /** A place that was taken is not kept by an attempt that could not begin. */
  #beginOrRelease(chosen: ChosenAttempt): BegunAttempt {
    try {
      return this.#begin(chosen);
    } catch (thrown) {
      chosen.release(undefined);
      throw thrown;
    }
  }

  #begin(chosen: ChosenAttempt): BegunAttempt {
    const { context, settings, call, options } = this.#routed;
    const { deployment, destination } = chosen;
    const provider = context.providers.find(deployment.provider);
    const card = context.catalog.describe(deployment);
    const deadline = new AttemptDeadline(
      context.clock,
      call.controller.signal,
      attemptLimits(this.#routed, deployment),
    );
    const endpoint = provider?.endpoint(deployment);
    call.beginAttempt({
      deployment,
      price: card.price,
      apiBase: endpoint?.apiBase,
      region: endpoint?.region,
      waitMs: chosen.waitMs,
      reason: chosen.reason,
      timeoutMs: effectiveTimeout(this.#routed, deployment),
      maxRetries: maxRetries(this.#routed, deployment),
    });
    for (const note of chosen.notes) call.note(note);
    context.loads.begin(deployment);
    return {
      provider,
      deployment,
      deadline,
      fellBack: destination.fellBack,
      bodyOverride: destination.bodyOverride,
      end: this.#ending(chosen, deadline),
      call: {
        callId: call.facts.callId,
        deployment,
        card,
        signal: deadline.signal,
        note: (note) => call.note(note),
        dropParams: deployment.dropParams || settings.dropParams || options.dropParams,
      },
    };
  }

  #ending(chosen: ChosenAttempt, deadline: AttemptDeadline): AttemptTarget['end'] {
    let ended = false;
    return (error) => {
      if (ended) return;
      ended = true;
      deadline.clear();
      this.#settle(chosen, error);
    };
  }

  #settle({ deployment, destination, release }: ChosenAttempt, error: GatewayError | undefined): void {
    const { context, settings, call } = this.#routed;
    const result = call.attemptResult();
    release(result?.totalTokens);
    if (error === undefined && result !== undefined) {
      context.loads.succeed(deployment, result);
      return;
    }
    if (error === undefined || error.providerCode === MOCKED || !isItsFault(error)) {
      context.loads.leave(deployment);
      return;
    }
    const { router } = settings;
    const counts = context.loads.fail(deployment, error, deployment.cooldownMs ?? router.cooldownMs);
    const restMs = cooldownAfter(error, deployment, destination.deployments.length, counts, router);
    context.cooldowns.cool(deployment.id, restMs, error.message);
    if (restMs > 0)
      context.metrics.cooledDown(
        deployment,
        context.providers.find(deployment.provider)?.endpoint(deployment).apiBase,
        error.status,
      );
  }

  /** The first attempt of all is throttled, the next ones are real. */
  #mock({ destination }: ChosenAttempt): void {
    if (this.#throttledOnce || destination.fellBack || this.#routed.options.mocks?.rateLimit !== true) return;
    this.#throttledOnce = true;
    throw new GatewayError(
      'rate-limit',
      `This is a mock exception for model=${destination.group}, to trigger a rate limit error.`,
      { providerCode: MOCKED },
    );
  }
}

/** The provider of a config may not be part of this version. */
type BegunAttempt = Omit<AttemptTarget, 'provider'> & { readonly provider: Provider | undefined };

function hasProvider(target: BegunAttempt): target is AttemptTarget {
  return target.provider !== undefined;
}

/** Code of errors that a switch of the body made: they say nothing about a deployment. */
const MOCKED = 'mock';

/** For a config that names a provider which this version does not have. */
export function unknownProvider(deployment: Deployment, known: readonly string[]): GatewayError {
  return new GatewayError(
    'unavailable',
    `The provider '${deployment.provider}' of '${deployment.group}' is not part of this version. Available: ${known.join(', ')}.`,
    { retryable: false, provider: deployment.provider },
  );
}
