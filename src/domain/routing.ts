/** The rules of routing, pure: which groups, which deployment, whether and when to try again. Source: LiteLLM's router (contract, section 2). */
import type { Deployment } from './deployment.ts';
import type { GatewayError } from './errors.ts';
import type { RouterSettings } from './settings.ts';

/** Deployments by group, in the config's order. */
export function groupDeployments(deployments: readonly Deployment[]): ReadonlyMap<string, readonly Deployment[]> {
  const groups = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const group = groups.get(deployment.group);
    if (group === undefined) groups.set(deployment.group, [deployment]);
    else group.push(deployment);
  }
  return groups;
}

/** What a client's model name means. */
export type Resolution =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'deployment'; readonly group: string; readonly deployment: Deployment };

/**
 * Order of LiteLLM: a deployment's id, an alias, a group, and the provider's own model string (which Cline may send,
 * because it lists `litellm_params.model` beside `model_name`). Undefined where nothing fits.
 */
export function resolveModel(
  name: string,
  deployments: readonly Deployment[],
  router: RouterSettings,
): Resolution | undefined {
  const byId = deployments.find((deployment) => deployment.id === name);
  if (byId !== undefined) return { kind: 'deployment', group: byId.group, deployment: byId };
  const alias = router.aliases[name];
  if (alias !== undefined) return { kind: 'group', group: alias.group };
  if (deployments.some((deployment) => deployment.group === name)) return { kind: 'group', group: name };
  const byModel = deployments.find((deployment) => deployment.litellmModel === name);
  if (byModel !== undefined) return { kind: 'group', group: byModel.group };
  return undefined;
}

/** The groups to try after `group`, in order, for this error. The general list serves the special errors only where no special list is set. */
export function fallbackGroups(group: string, error: GatewayError, router: RouterSettings): readonly string[] {
  if (error.kind === 'context-window' && router.contextWindowFallbacks !== undefined) {
    return router.contextWindowFallbacks[group] ?? [];
  }
  if (error.kind === 'content-policy' && router.contentPolicyFallbacks !== undefined) {
    return router.contentPolicyFallbacks[group] ?? [];
  }
  return router.fallbacks[group] ?? router.fallbacks['*'] ?? router.defaultFallbacks;
}

/** Errors that a fallback cannot mend: the client left, or its own request, key or budget is at fault. */
export function mayFallBack(error: GatewayError): boolean {
  return error.kind !== 'cancelled' && error.kind !== 'budget' && error.kind !== 'model-access';
}

/**
 * simple-shuffle: a weighted draw by `weight`, else `rpm`, else `tpm` (only where the first deployment has it), else uniform,
 * among the deployments of the lowest `order`. `draw` is in [0, 1).
 */
export function pickDeployment(candidates: readonly Deployment[], draw: number): Deployment | undefined {
  const lowest = Math.min(...candidates.map((deployment) => deployment.order ?? Number.MAX_SAFE_INTEGER));
  const level = candidates.filter((deployment) => (deployment.order ?? Number.MAX_SAFE_INTEGER) === lowest);
  const first = level[0];
  if (first === undefined || level.length === 1) return first;
  const weightOf = weighing(first);
  const total = level.reduce((sum, deployment) => sum + weightOf(deployment), 0);
  if (total <= 0) return level[Math.floor(draw * level.length)];
  let rest = draw * total;
  for (const deployment of level) {
    rest -= weightOf(deployment);
    if (rest < 0) return deployment;
  }
  return level.at(-1);
}

function weighing(first: Deployment): (deployment: Deployment) => number {
  if (first.weight !== undefined) return (deployment) => deployment.weight ?? 0;
  if (first.rpm !== undefined) return (deployment) => deployment.rpm ?? 0;
  if (first.tpm !== undefined) return (deployment) => deployment.tpm ?? 0;
  return () => 1;
}

/** Longest `Retry-After` that is honoured. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8000;
const JITTER_MS = 750;

/** Wait before the next try in ms. `retry` counts from 0; no wait where another deployment is ready. */
export function retryDelay(
  retry: number,
  error: GatewayError,
  anotherReady: boolean,
  router: RouterSettings,
  draw: number,
): number {
  if (anotherReady) return 0;
  const asked = error.retryAfterMs;
  const jitter = draw * JITTER_MS;
  if (asked !== undefined && asked > 0 && asked <= LONGEST_RETRY_AFTER_MS) return asked + jitter;
  const backoff = FIRST_BACKOFF_MS * 2 ** retry;
  return Math.min(Math.max(backoff, router.retryAfterMs), LONGEST_BACKOFF_MS) + jitter;
}

/** How long a deployment rests after this error, in ms; 0 for not at all. A group of one never rests for a passing fault. */
export function cooldownAfter(
  error: GatewayError,
  deployment: Deployment,
  groupSize: number,
  router: RouterSettings,
): number {
  if (router.disableCooldowns) return 0;
  const length = deployment.cooldownMs ?? error.retryAfterMs ?? router.cooldownMs;
  if (error.kind === 'rate-limit') return groupSize > 1 ? length : 0;
  if (error.status === 401 || error.status === 404) return groupSize > 1 ? length : 0;
  return 0;
}
