import type { Deployment } from '../domain/deployment.ts';
import { type GatewayError, toGatewayError } from '../domain/errors.ts';
import { allFailed, fallbackGroups, listOf, mayFallBack } from '../domain/routing/fallbacks.ts';
import { type Resolution, routingTable } from '../domain/routing/routingTable.ts';
import type { GatewayContext } from './context.ts';
import type { RequestCall } from './requestCall.ts';
import type { Attempt, AttemptTarget, DispatchOptions } from './routing/attempt.ts';
import { AttemptRunner } from './routing/attemptRunner.ts';
import { DeploymentPicker } from './routing/deploymentPicker.ts';
import { GroupWalk } from './routing/groupWalk.ts';
import { throwMocked } from './routing/mockSwitches.ts';
import type { FallbackChoice, FallbackChoices } from './routing/requestFallbacks.ts';
import type { Destination, RoutedRequest } from './routing/routedRequest.ts';

export interface DispatchSetup<Answer> {
  readonly call: RequestCall;
  readonly options: DispatchOptions;
  readonly promptTokens: () => number;
  readonly attempt: Attempt<Answer>;
}

/** Finds a deployment that answers: a group with its retries, then its fallbacks. Throws the first group's error when all fail. */
export class Dispatcher<Answer> {
  readonly #routed: RoutedRequest;
  readonly #attempt: Attempt<Answer>;
  #original = '';
  #continuations = 0;

  constructor(context: GatewayContext, { call, options, promptTokens, attempt }: DispatchSetup<Answer>) {
    const settings = context.settings.current;
    this.#routed = { context, settings, table: routingTable(settings), call, options, promptTokens };
    this.#attempt = attempt;
  }

  async dispatch(target: Resolution): Promise<Answer> {
    this.#original = target.group;
    const deployments = deploymentsOf(target, this.#routed);
    const walk = this.#walkBy(this.#attempt);
    return await this.#withFallbacks(
      { group: target.group, deployments, fellBack: false, bodyOverride: undefined },
      0,
      walk,
    );
  }

  /**
   * Goes on after an answer that broke off, at a fallback of its group. Throws the answer's error, with words on what was
   * tried, where none goes on. As often as fallbacks are followed.
   */
  async goOn(
    { deployment, bodyOverride }: AttemptTarget,
    error: GatewayError,
    attempt: Attempt<Answer>,
  ): Promise<Answer> {
    const failed = { group: deployment.group, deployments: [], fellBack: true, bodyOverride };
    const depth = this.#continuations++;
    return await this.#fallBack(failed, error, depth, this.#walkBy(attempt));
  }

  #walkBy(attempt: Attempt<Answer>): GroupWalk<Answer> {
    const picker = new DeploymentPicker(this.#routed);
    return new GroupWalk(this.#routed, picker, new AttemptRunner(this.#routed, attempt));
  }

  async #withFallbacks(destination: Destination, depth: number, walk: GroupWalk<Answer>): Promise<Answer> {
    try {
      if (depth === 0) throwMocked(this.#routed.options.mocks, destination.group);
      return await walk.run(destination);
    } catch (thrown) {
      return await this.#fallBack(destination, toGatewayError(thrown), depth, walk);
    }
  }

  /** Asks the fallbacks of a group that failed, in order. */
  async #fallBack(failed: Destination, error: GatewayError, depth: number, walk: GroupWalk<Answer>): Promise<Answer> {
    const chain = this.#chainAfter(failed, error, depth);
    let last = error;
    for (const next of chain) {
      try {
        return await this.#withFallbacks(next, depth + 1, walk);
      } catch (thrown) {
        last = toGatewayError(thrown);
        if (last.kind === 'cancelled') throw last;
      }
    }
    const tried = chain.map(({ group }) => group);
    throw chain.length === 0 ? error : allFailed(error, failed.group, tried, last);
  }

  #chainAfter(destination: Destination, error: GatewayError, depth: number): readonly Destination[] {
    const { group, bodyOverride } = destination;
    const { options, settings } = this.#routed;
    if (options.disableFallbacks || !mayFallBack(error) || depth >= settings.router.maxFallbacks) return [];
    const asked = this.#askedFor(group, error, depth);
    const configured = fallbackGroups(group, error, settings.router);
    const choices = asked ?? configured.map((model) => ({ model, override: undefined }));
    return choices.flatMap(({ model, override }) => {
      const next = this.#toDestination(model, override ?? bodyOverride);
      // With fields of its own a group may be asked again.
      const again = next.group === group || next.group === this.#original;
      return again && override === undefined ? [] : [next];
    });
  }

  /** The request's own list for this error; undefined where the config's counts. */
  #askedFor(group: string, error: GatewayError, depth: number): readonly FallbackChoice[] | undefined {
    const { list, map, contextWindow, contentPolicy } = this.#routed.options.fallbacks;
    const special = specialChoices(error, contextWindow, contentPolicy);
    if (special !== undefined) return listOf(special, group) ?? [];
    const mapped = map === undefined ? undefined : (listOf(map, group) ?? listOf(map, '*'));
    return mapped ?? (depth === 0 ? list : undefined);
  }

  #toDestination(model: string, override: FallbackChoice['override']): Destination {
    const { table, call } = this.#routed;
    const { caller } = call.facts;
    const found = table.resolve(model, caller.role === 'key' ? caller.key.teamId : undefined);
    const deployments = found === undefined ? [] : deploymentsOf(found, this.#routed);
    return { group: found?.group ?? model, deployments, fellBack: true, bodyOverride: override };
  }
}

function deploymentsOf(found: Resolution, { table }: RoutedRequest): readonly Deployment[] {
  return found.kind === 'deployment' ? [found.deployment] : table.deploymentsOf(found.group);
}

function specialChoices(
  { kind }: GatewayError,
  contextWindow: FallbackChoices | undefined,
  contentPolicy: FallbackChoices | undefined,
): FallbackChoices | undefined {
  if (kind === 'context-window') return contextWindow;
  return kind === 'content-policy' ? contentPolicy : undefined;
}
