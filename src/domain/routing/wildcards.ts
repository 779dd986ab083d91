/** Wildcard names of models (`bedrock/*`). Source: LiteLLM's router_utils/pattern_match_deployments.py. */
import type { Deployment } from '../deployment.ts';
import { parseModelName } from '../modelString.ts';

/** A group whose name holds `*`. */
export interface WildcardGroup {
  readonly pattern: string;
  readonly expression: RegExp;
  readonly deployments: readonly Deployment[];
}

export function isWildcard(name: string): boolean {
  return name.includes('*');
}

/** The wildcard groups in the order in which they are tried: the longer, and then the more intricate, the sooner. */
export function sortWildcards(groups: ReadonlyMap<string, readonly Deployment[]>): readonly WildcardGroup[] {
  return [...groups]
    .filter(([pattern]) => isWildcard(pattern))
    .map(([pattern, deployments]) => ({ pattern, deployments, expression: toExpression(pattern) }))
    .toSorted((a, b) => b.pattern.length - a.pattern.length || complexity(b.pattern) - complexity(a.pattern));
}

/** What each `*` of a pattern stands for in a name; undefined where it does not match from the start. */
export function captures(group: WildcardGroup, name: string): readonly string[] | undefined {
  return group.expression.exec(name)?.slice(1);
}

/** Each `*` of a provider's model takes the next capture; with more captures than places the client's own name is meant. */
export function fillModel(model: string, captured: readonly string[], name: string): string {
  const places = model.split('*').length - 1;
  if (places === 0) return model;
  if (captured.length > places) return name;
  let next = 0;
  return model.replaceAll('*', () => captured[next++] ?? '*');
}

/** A deployment of its own for a name that a wildcard serves. Undefined where the name leads to no provider that is known. */
export function makeDeployment(
  wildcard: Deployment,
  captured: readonly string[],
  name: string,
): Deployment | undefined {
  const litellmModel = fillModel(wildcard.litellmModel, captured, name);
  const parsed = parseModelName(litellmModel, undefined);
  const own = 'problem' in parsed ? parseModelName(litellmModel, wildcard.provider) : parsed;
  if ('problem' in own) return undefined;
  return {
    ...wildcard,
    id: `${wildcard.id}:${name}`,
    group: name,
    provider: own.provider,
    route: own.route,
    // A `model_id` is sent whatever the name says.
    model: isWildcard(wildcard.model) ? own.model : wildcard.model,
    litellmModel,
    aws: own.region === undefined ? wildcard.aws : { ...wildcard.aws, region: own.region },
  };
}

/** Signs of a pattern that make it narrower, as LiteLLM counts them. */
function complexity(pattern: string): number {
  return (pattern.match(/[*?+[\]^$|()]/g) ?? []).length;
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .split('*')
    .map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('(.*)');
  return new RegExp(`^${source}`);
}
