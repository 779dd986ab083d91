import type { ThinkingStyle } from './capabilities.ts';
import type { ReasoningRequest } from './chat.ts';
import type { Deployment } from './deployment.ts';
import { isObject } from './json.ts';

/** Where an inference profile may run a model: `us.`, `eu.`, `apac.`, `global.`, `us-gov.`. */
const PROFILE_PREFIX = /^(?:global|apac|us-gov|[a-z]{2})\.(?=[a-z0-9-]+\.)/;
/** The vendor and the revision that Bedrock writes around Anthropic's own model names. */
const VENDOR_PREFIX = /^anthropic\./;
const REVISION = /-v\d+(?::\d+)?$/;

/**
 * The bare id of a deployment's model: the same for every region, profile and route, so that a signature, which holds
 * wherever the model runs (Anthropic, "Extended thinking"), is found again after a fallback to another region.
 */
export function thinkingModelId(deployment: Pick<Deployment, 'model' | 'litellmModel' | 'info'>): string {
  const base = deployment.info['base_model'];
  const opaque = deployment.model.includes(':application-inference-profile/');
  const described = typeof base === 'string' && base !== '' ? base : deployment.litellmModel;
  const id = opaque ? described : deployment.model;
  const last = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  return last.replace(PROFILE_PREFIX, '').replace(VENDOR_PREFIX, '').replace(REVISION, '');
}

/** Models that sign their thinking and take it back. */
export function signsThinking(style: ThinkingStyle): boolean {
  return style === 'budget' || style === 'adaptive' || style === 'budget-or-adaptive';
}

/** What the request asks about thinking: the client's wish, else the deployment's default. */
export function reasoningWish(
  reasoning: ReasoningRequest | undefined,
  defaults: Deployment['defaults'],
): ThinkingWish | undefined {
  if (reasoning !== undefined) {
    const { mode, effort, budgetTokens } = reasoning;
    if (mode === 'disabled' || (mode === undefined && budgetTokens === undefined && isNone(effort))) return undefined;
    return { budget: budgetTokens !== undefined };
  }
  const thinking = defaults['thinking'];
  if (isObject(thinking)) {
    return thinking['type'] === 'disabled' ? undefined : { budget: typeof thinking['budget_tokens'] === 'number' };
  }
  return isNone(defaults['reasoning_effort']) ? undefined : { budget: false };
}

export interface ThinkingWish {
  /** A number of tokens was named. */
  readonly budget: boolean;
}

/** True where the model would be asked to think with a budget, which puts conditions on the history. */
export function thinksWithBudget(style: ThinkingStyle, wish: ThinkingWish | undefined): boolean {
  return wish !== undefined && (style === 'budget' || (style === 'budget-or-adaptive' && wish.budget));
}

function isNone(effort: unknown): boolean {
  return effort === undefined || effort === null || effort === 'none';
}
