import type { ModelCard } from '../../../domain/capabilities.ts';
import { lostCapabilities, REMEDIES, type Reliance, relianceNames } from '../../../domain/routing/lostCapabilities.ts';
import type { FallbackMap, RouterSettings } from '../../../domain/routing/routerSettings.ts';
import { routingTable } from '../../../domain/routing/routingTable.ts';
import type { FallbackChain, Routing } from '../../../protocol/routing.ts';
import type { GatewayContext } from '../../context.ts';

/** Chains, with what each of their models lacks of what the model before them can do. */
export function toRouting(context: GatewayContext): Routing {
  const { router, file } = context.settings.current;
  return {
    configFile: file ?? null,
    configInForce: context.configState().inForce,
    models: namesOf(context),
    chains: [
      ...chainsOf(context, 'general', router.fallbacks),
      ...chainsOf(context, 'context_window', router.contextWindowFallbacks ?? {}),
      ...chainsOf(context, 'content_policy', router.contentPolicyFallbacks ?? {}),
      ...defaultChain(context),
    ],
    settings: toSettings(router),
  };
}

/** Whether anything answers to a name: a group, an alias, a deployment's id, or a name that a wildcard serves. */
export function isKnownModel(context: GatewayContext, name: string): boolean {
  return cardsOf(context, name).length > 0;
}

/** Names that a chain may use. */
export function namesOf({ settings }: GatewayContext): string[] {
  const { current } = settings;
  return [...new Set([...routingTable(current).groups.keys(), ...Object.keys(current.router.aliases)])];
}

function chainsOf(context: GatewayContext, kind: FallbackChain['kind'], map: FallbackMap): FallbackChain[] {
  return Object.entries(map).map(([model, targets]) => ({
    kind,
    model,
    fallbacks: targets.map((target) => toTarget(context, target, lossesOf(context, [model], target))),
  }));
}

/** What it loses is what any group loses that it serves. */
function defaultChain(context: GatewayContext): FallbackChain[] {
  const { router } = context.settings.current;
  if (router.defaultFallbacks.length === 0) return [];
  const served = namesOf(context).filter((name) => !Object.hasOwn(router.fallbacks, name));
  const fallbacks = router.defaultFallbacks.map((target) =>
    toTarget(context, target, lossesOf(context, served, target)),
  );
  return [{ kind: 'default', model: null, fallbacks }];
}

function lossesOf(context: GatewayContext, models: readonly string[], target: string): readonly Reliance[] {
  const fallback = cardsOf(context, target);
  const lost = new Set(models.flatMap((model) => lostCapabilities(cardsOf(context, model), fallback)));
  return relianceNames.filter((name) => lost.has(name));
}

function toTarget(
  context: GatewayContext,
  model: string,
  lost: readonly Reliance[],
): FallbackChain['fallbacks'][number] {
  const losses = lost.map((capability) => ({ capability, remedy: REMEDIES[capability] }));
  return { model, known: isKnownModel(context, model), losses };
}

function cardsOf({ settings, catalog }: GatewayContext, name: string): readonly ModelCard[] {
  const { current } = settings;
  const table = routingTable(current);
  const alias = Object.hasOwn(current.router.aliases, name) ? current.router.aliases[name]?.group : undefined;
  const members = table.deploymentsOf(alias ?? name);
  const found = members.length > 0 ? members : current.deployments.filter(({ id }) => id === name);
  return found.map((deployment) => catalog.describe(deployment));
}

function toSettings(router: RouterSettings): Routing['settings'] {
  const { strategy, numRetries, retryAfterMs, timeoutMs, maxFallbacks, cooldownMs, pacing } = router;
  return {
    strategy,
    numRetries,
    retryAfterMs,
    timeoutMs,
    streamTimeoutMs: router.streamTimeoutMs ?? null,
    maxFallbacks,
    cooldownMs,
    cooldowns: !router.disableCooldowns,
    allowedFails: router.allowedFails ?? null,
    preCallChecks: router.enablePreCallChecks,
    weightedFailover: router.weightedFailover,
    continueStreams: router.continueStreams,
    pacing: { ...pacing },
  };
}
