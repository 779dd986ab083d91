/** Which deployments of a group a request may go to at all. Source: LiteLLM's router._pre_call_checks and tag_based_routing.py. */
import type { Deployment } from '../deployment.ts';
import { GatewayError } from '../errors.ts';

/** Tag of the deployments that serve whoever has no tag, or none that matches. */
const DEFAULT_TAG = 'default';

/** The deployments whose tags fit. Throws `bad-request` where the request's tags fit none and none is the default. */
export function filterByTags(
  deployments: readonly Deployment[],
  tags: readonly string[],
  matchAny: boolean,
  group: string,
): readonly Deployment[] {
  const defaults = deployments.filter((deployment) => deployment.tags.includes(DEFAULT_TAG));
  if (tags.length === 0) return defaults.length > 0 ? defaults : deployments;
  const matching = deployments.filter((deployment) => {
    if (deployment.tags.length === 0) return false;
    const has = (tag: string): boolean => deployment.tags.includes(tag);
    return matchAny ? tags.some(has) : tags.every(has);
  });
  if (matching.length > 0) return matching;
  if (defaults.length > 0) return defaults;
  throw new GatewayError(
    'bad-request',
    `No deployments available with the passed tags. Passed model=${group} and tags=[${tags.join(', ')}]. Tags come from metadata.tags and x-litellm-tags.`,
    { param: 'metadata.tags' },
  );
}

/**
 * The deployments whose context holds the prompt. Throws `context-window` where none does, so that
 * `context_window_fallbacks` apply before anything is sent.
 */
export function filterByContext(
  deployments: readonly Deployment[],
  promptTokens: number,
  limitOf: (deployment: Deployment) => number | undefined,
): readonly Deployment[] {
  const fitting = deployments.filter((deployment) => promptTokens <= (limitOf(deployment) ?? Number.MAX_VALUE));
  if (fitting.length > 0 || deployments.length === 0) return fitting;
  const limits = deployments.map(
    (deployment) => `${deployment.id} (${deployment.model}): ${limitOf(deployment)} tokens`,
  );
  throw new GatewayError(
    'context-window',
    `litellm._pre_call_checks: Context Window exceeded for given call. No models have context window large enough for this call: about ${promptTokens} tokens. ${limits.join('; ')}`,
  );
}
