import { GatewayError } from '../domain/errors.ts';
import { toUsd } from '../domain/money.ts';
import { costOf } from '../domain/pricing.ts';
import { type Resolution, resolveModel } from '../domain/routing.ts';
import { estimateTokensOfBytes } from '../domain/tokenEstimate.ts';
import { allowsModel, type Caller, callerToken } from '../domain/virtualKey.ts';
import { requireModelAccess } from './authentication.ts';
import type { GatewayContext } from './context.ts';

/** Output that is reserved for when the client sets no limit, in tokens. */
const USUAL_OUTPUT_TOKENS = 4096;

/** Finds what the client's model name stands for and whether the caller may use it. Throws `bad-request` or `model-access`. */
export function authorise(context: GatewayContext, caller: Caller, model: string, route: string): Resolution {
  const { deployments, router } = context.settings.current;
  const name = caller.role === 'key' ? (caller.key.aliases[model] ?? model) : model;
  const resolution = resolveModel(name, deployments, router);
  if (resolution !== undefined) {
    requireModelAccess(caller, model, resolution.group);
    return resolution;
  }
  // A key with a list learns nothing about names outside it.
  if (caller.role === 'key' && !allowsModel(caller.key.models, model)) requireModelAccess(caller, model, model);
  throw new GatewayError(
    'bad-request',
    `${route}: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.`,
    { param: 'model' },
  );
}

/** A client-side fallback is a request for another model, too. */
export function authoriseFallbacks(context: GatewayContext, caller: Caller, fallbacks: readonly string[]): void {
  for (const fallback of fallbacks) authorise(context, caller, fallback, 'fallbacks');
}

/**
 * Reserves the estimated cost against the key's budget before anything leaves. The estimate prices the body's size as
 * input and the client's limit, or a usual answer, as output. Throws `budget` when it does not fit.
 */
export async function reserve(
  context: GatewayContext,
  call: {
    readonly callId: string;
    readonly caller: Caller;
    readonly bodyBytes: number;
    readonly maxTokens: number | undefined;
  },
  target: Resolution,
): Promise<void> {
  if (call.caller.role === 'admin') return;
  const { key } = call.caller;
  if (key.maxBudget === undefined) return;
  const amount = estimateCost(context, target, call.bodyBytes, call.maxTokens);
  const admission = await context.spend.reserve(call.callId, callerToken(call.caller), amount, context.clock.now());
  if (admission.admitted) return;
  const name = key.keyAlias === undefined ? key.keyName : `${key.keyAlias} (${key.keyName})`;
  const reserved = admission.reserved > 0 ? ` (and $${toUsd(admission.reserved)} reserved by running requests)` : '';
  throw new GatewayError(
    'budget',
    `Budget has been exceeded! Key=${name} Current cost: ${toUsd(admission.spend)}${reserved}, Max budget: ${toUsd(admission.maxBudget)}. This request was estimated at up to $${toUsd(amount)}.`,
  );
}

function estimateCost(
  context: GatewayContext,
  target: Resolution,
  bodyBytes: number,
  maxTokens: number | undefined,
): number {
  const deployment =
    target.kind === 'deployment'
      ? target.deployment
      : context.settings.current.deployments.find(({ group }) => group === target.group);
  if (deployment === undefined) return 0;
  const card = context.catalog.describe(deployment);
  const usage = {
    inputTokens: estimateTokensOfBytes(bodyBytes),
    outputTokens: Math.min(maxTokens ?? USUAL_OUTPUT_TOKENS, card.maxOutputTokens ?? Number.MAX_SAFE_INTEGER),
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    raw: undefined,
  };
  return costOf(usage, card.price)?.total ?? 0;
}
