import { promptTokens, type TokenUsage } from '../../domain/chat.ts';
import { isObject } from '../../domain/json.ts';
import type { RateLease } from '../../domain/rateLimiter.ts';
import { rateRulesOf } from '../../domain/rateRules.ts';
import { estimateTokensOfBytes } from '../../domain/tokenEstimate.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestFacts } from '../requestFacts.ts';
import type { LimitWish } from './budgetHold.ts';
import { rateLimitError } from './rateHeaders.ts';
import { callScopes } from './scopeNames.ts';

/** Takes a place for a request on a group; undefined where nothing limits its rate. Throws `rate-limit`. */
export function takePlace(
  context: GatewayContext,
  facts: RequestFacts,
  group: string,
  wish: LimitWish,
): RateLease | undefined {
  const scopes = callScopes(facts, group, undefined);
  const rules = rateRulesOf(context.budgets.limitsAmong(scopes), group);
  if (rules.length === 0) return undefined;
  const now = context.clock.now();
  const prompt = estimateTokensOfBytes(facts.bodyBytes);
  const admission = context.rateLimiter.admit(rules, countTokens(context, prompt, wish.maxTokens ?? 0), now);
  if (admission.admitted) return admission.lease;
  throw rateLimitError(admission.refused, now);
}

/** The tokens that a call counted for in the end; nothing where no model answered. */
export function tokensOf(context: GatewayContext, usage: TokenUsage | undefined): number {
  return usage === undefined ? 0 : countTokens(context, promptTokens(usage), usage.outputTokens);
}

/** `general_settings.token_rate_limit_type`: total (usually), input or output. */
function countTokens(context: GatewayContext, input: number, output: number): number {
  const settings = context.settings.current.document['general_settings'];
  switch (isObject(settings) ? settings['token_rate_limit_type'] : undefined) {
    case 'input':
      return input;
    case 'output':
      return output;
    default:
      return input + output;
  }
}
