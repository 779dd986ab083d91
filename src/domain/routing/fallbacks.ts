/** Which groups are asked after one that failed. Source: LiteLLM's router_utils/fallback_event_handlers.py. */
import type { GatewayError } from '../errors.ts';
import type { FallbackMap, RouterSettings } from './routerSettings.ts';

/** Errors for which a config can have a list of its own. */
export type SpecialError = 'context-window' | 'content-policy';

export function isSpecial(error: GatewayError): error is GatewayError & { readonly kind: SpecialError } {
  return error.kind === 'context-window' || error.kind === 'content-policy';
}

/** The list that serves only such errors; undefined where the general ones do. */
function specialList(error: GatewayError, router: RouterSettings): FallbackMap | undefined {
  if (error.kind === 'context-window') return router.contextWindowFallbacks;
  return error.kind === 'content-policy' ? router.contentPolicyFallbacks : undefined;
}

/** The groups to try after `group`, in order, for this error. The general list serves the special errors only where no special list is set. */
export function fallbackGroups(group: string, error: GatewayError, router: RouterSettings): readonly string[] {
  const special = specialList(error, router);
  if (special !== undefined) return listOf(special, group) ?? [];
  return listOf(router.fallbacks, group) ?? listOf(router.fallbacks, '*') ?? router.defaultFallbacks;
}

/** The entry of a group: by its name, else by its name without the provider (`bedrock/claude` finds `claude`). */
export function listOf<Entry>(map: Readonly<Record<string, Entry>>, group: string): Entry | undefined {
  if (Object.hasOwn(map, group)) return map[group];
  const bare = group.slice(group.indexOf('/') + 1);
  return Object.hasOwn(map, bare) ? map[bare] : undefined;
}

/** Errors that a fallback cannot mend: the client left, or its own key or budget is at fault. */
export function mayFallBack(error: GatewayError): boolean {
  return error.kind !== 'cancelled' && error.kind !== 'budget' && error.kind !== 'model-access';
}

/** The first error, when all fallbacks have failed, with LiteLLM's words on what was tried. */
export function allFailed(
  error: GatewayError,
  group: string,
  tried: readonly string[],
  last: GatewayError,
): GatewayError {
  const words = `Received Model Group=${group}\nAvailable Model Group Fallbacks=[${tried.map((name) => `'${name}'`).join(', ')}]\nError doing the fallback: ${last.message}`;
  return error.withMessage(`${error.message} ${words}`);
}
