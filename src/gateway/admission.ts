import { type BlockedBudget, type ScopeFacts, scopesOf } from '../domain/budget.ts';
import { GatewayError } from '../domain/errors.ts';
import { type NanoUsd, toUsd } from '../domain/money.ts';
import { costOf } from '../domain/pricing.ts';
import { type Resolution, routingTable } from '../domain/routing/routingTable.ts';
import { estimateTokensOfBytes } from '../domain/tokenEstimate.ts';
import { type Caller, callerToken } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';
import { requireModelAccess, withoutAlias } from './modelAccess.ts';
import type { RequestFacts } from './requestCall.ts';

/** Output that is reserved for when the client sets no limit, in tokens. */
const USUAL_OUTPUT_TOKENS = 4096;

/** Finds what the client's model name stands for and whether the caller may use it. Throws `bad-request` or `model-access`. */
export function authorise(context: GatewayContext, caller: Caller, model: string, route: string): Resolution {
  const name = withoutAlias(caller, model);
  const team = caller.role === 'key' ? caller.key.teamId : undefined;
  const resolution = routingTable(context.settings.current).resolve(name, team);
  // A key with a list learns nothing about names outside it.
  requireModelAccess(context, caller, { requested: model, name, group: resolution?.group ?? name });
  if (resolution !== undefined) return resolution;
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
 * Reserves the estimated cost against every budget of the call before anything leaves. The estimate prices the body's
 * size as input and the client's limit, or a usual answer, as output. Throws `budget` when it does not fit.
 */
export async function reserve(
  context: GatewayContext,
  call: RequestFacts & { readonly maxTokens: number | undefined },
  target: Resolution,
): Promise<void> {
  const scopes = scopesOf({ ...callerFacts(call), group: target.group, deploymentId: undefined });
  if (context.budgets.limitsAmong(scopes).size === 0) return;
  const amount = estimateCost(context, target, call.bodyBytes, call.maxTokens);
  const now = context.clock.now();
  const claim = { callId: call.callId, scopes, group: target.group, amount, now };
  const admission = await context.budgets.reserve(claim);
  if (!admission.admitted) throw budgetError(admission.blocked, call.caller, amount);
}

function callerFacts({ caller, endUser, tags }: RequestFacts): Omit<ScopeFacts, 'group' | 'deploymentId'> {
  const key = caller.role === 'key' ? caller.key : undefined;
  return { token: callerToken(caller), userId: key?.userId, teamId: key?.teamId, endUser, tags };
}

function budgetError(blocked: BlockedBudget, caller: Caller, amount: NanoUsd): GatewayError {
  const reserved = blocked.reserved > 0 ? ` (and $${toUsd(blocked.reserved)} reserved by running requests)` : '';
  return new GatewayError(
    'budget',
    `Budget has been exceeded! ${nameOf(blocked, caller)} Current cost: ${toUsd(blocked.spend)}${reserved}, Max budget: ${toUsd(blocked.maxBudget)}. This request was estimated at up to $${toUsd(amount)}.`,
  );
}

function nameOf({ scope }: BlockedBudget, caller: Caller): string {
  if (scope.kind !== 'key' || caller.role !== 'key') return `${scope.kind}=${scope.id}`;
  const { keyAlias, keyName } = caller.key;
  return `Key=${keyAlias === undefined ? keyName : `${keyAlias} (${keyName})`}`;
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
      : routingTable(context.settings.current).deploymentsOf(target.group)[0];
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
