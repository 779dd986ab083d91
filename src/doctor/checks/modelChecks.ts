import type { ModelCard } from '../../domain/capabilities.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { GatewayView } from '../../domain/doctor.ts';
import type { Clock, ModelCatalog } from '../../domain/ports.ts';
import { lostCapabilities, REMEDIES } from '../../domain/routing/lostCapabilities.ts';
import type { FallbackMap } from '../../domain/routing/routerSettings.ts';
import { isWildcard } from '../../domain/routing/wildcards.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

export interface ModelPorts {
  readonly settings: () => GatewaySettings | undefined;
  readonly catalog: ModelCatalog;
  readonly clock: Pick<Clock, 'now'>;
}

type Models = ModelPorts & { readonly config: GatewaySettings };

/** What the config's models can do and cost. */
export function modelChecks(ports: ModelPorts): readonly Check[] {
  const withConfig = (run: (models: Models) => readonly Finding[]) => (): readonly Finding[] => {
    const config = ports.settings();
    return config === undefined ? [skipped('needs-config')] : run({ ...ports, config });
  };
  return [
    { id: 'deployments', run: withConfig(checkDeployments) },
    { id: 'model-prices', run: withConfig(checkPrices) },
    { id: 'fallback-capabilities', run: withConfig(checkFallbacks) },
    { id: 'prompt-caching', run: withConfig(checkCaching) },
  ];
}

/** Those that rest after failures. Needs the running gateway. */
export function checkResting({ config, clock }: Models, view: GatewayView): readonly Finding[] {
  const resting = config.deployments.flatMap((deployment) => {
    const rest = view.restOf(deployment.id);
    if (rest === undefined) return [];
    const seconds = Math.ceil((rest.until - clock.now()) / 1000);
    return [
      { ...warning('deployment-rests', { seconds, model: deployment.litellmModel }), ...about(deployment, rest) },
    ];
  });
  return resting.length === 0 ? [ok('none-rests')] : resting;
}

function about({ group }: Deployment, { reason }: { readonly reason: string }): Pick<Finding, 'subject' | 'words'> {
  return { subject: group, words: reason };
}

function checkDeployments({ config }: Models): readonly Finding[] {
  const { deployments } = config;
  if (deployments.length === 0) return [failure('no-deployments', { file: config.file ?? '' })];
  const groups = new Set(deployments.map(({ group }) => group)).size;
  return [ok('deployments-ok', { deployments: deployments.length, groups })];
}

function checkPrices({ config, catalog }: Models): readonly Finding[] {
  const named = config.deployments.filter(({ group }) => !isWildcard(group));
  const unknown = named.filter((deployment) => !isPriced(catalog.describe(deployment)));
  if (named.length === 0) return [skipped('no-named-models')];
  if (unknown.length === 0) return [ok('prices-known', { count: named.length })];
  return unknown.map(({ group, litellmModel }) => warning('price-unknown', { model: litellmModel }, group));
}

function isPriced({ price, mode }: ModelCard): boolean {
  if (price === undefined) return false;
  if (price.inputPerSecond !== undefined || price.outputPerSecond !== undefined) return true;
  return price.input !== undefined && (mode === 'embedding' || price.output !== undefined);
}

function checkFallbacks({ config, catalog }: Models): readonly Finding[] {
  const cards = (group: string): readonly ModelCard[] =>
    config.deployments.filter((deployment) => deployment.group === group).map((each) => catalog.describe(each));
  const { router } = config;
  const general = [...pairs(router.fallbacks), ...defaults(config)].flatMap(([from, to]) => {
    const lost = lostCapabilities(cards(from), cards(to));
    const words = lost.map((name) => REMEDIES[name]).join(' ');
    return lost.length === 0
      ? []
      : [{ ...warning('fallback-loses', { from, to, lost: lost.join(', ') }, from), words }];
  });
  const context = pairs(router.contextWindowFallbacks ?? {}).flatMap(([from, to]) => {
    const [before, after] = [contextOf(cards(from)), contextOf(cards(to))];
    const useless = before !== undefined && after !== undefined && after <= before;
    return useless ? [warning('fallback-context', { from, to, before, after }, from)] : [];
  });
  const count = pairs(router.fallbacks).length + router.defaultFallbacks.length;
  const findings = [...general, ...context];
  return findings.length === 0 ? [ok(count === 0 ? 'fallbacks-none' : 'fallbacks-ok', { count })] : findings;
}

/** Tokens that the smallest deployment takes. */
function contextOf(cards: readonly ModelCard[]): number | undefined {
  const known = cards.map(({ maxInputTokens }) => maxInputTokens).filter((tokens) => tokens !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function pairs(map: FallbackMap): readonly (readonly [string, string])[] {
  return Object.entries(map).flatMap(([from, targets]) => targets.map((to) => [from, to] as const));
}

/** Groups without a chain of their own fall to the default ones. */
function defaults({ deployments, router }: GatewaySettings): readonly (readonly [string, string])[] {
  const groups = [...new Set(deployments.map(({ group }) => group))];
  return groups
    .filter((group) => !Object.hasOwn(router.fallbacks, group))
    .flatMap((group) => router.defaultFallbacks.filter((to) => to !== group).map((to) => [group, to] as const));
}

function checkCaching({ config, catalog }: Models): readonly Finding[] {
  const described = config.deployments
    .filter(({ group }) => !isWildcard(group))
    .map((deployment) => ({ deployment, traits: catalog.describe(deployment).capabilities.caching }));
  const vain = described.filter(({ deployment, traits }) => traits === undefined && asksForCache(deployment));
  if (vain.length > 0) {
    return vain.map(({ deployment: { group, litellmModel } }) =>
      warning('caching-unsupported', { model: litellmModel }, group),
    );
  }
  const minimums = new Map(
    described.flatMap(({ deployment, traits }) => (traits === undefined ? [] : [[deployment.group, traits.minTokens]])),
  );
  if (minimums.size === 0) return [skipped('caching-none')];
  const list = [...minimums].map(([group, tokens]) => `${group}: ${tokens}`).join(', ');
  return [ok('caching-minimum', { list })];
}

function asksForCache({ defaults }: Deployment): boolean {
  const points = defaults['cache_control_injection_points'];
  return Array.isArray(points) && points.length > 0;
}
