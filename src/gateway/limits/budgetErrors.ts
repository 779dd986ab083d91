import type { BlockedBudget } from '../../domain/budget.ts';
import { GatewayError } from '../../domain/errors.ts';
import { type NanoUsd, toUsd } from '../../domain/money.ts';
import type { Caller } from '../../domain/virtualKey.ts';
import { scopeWords } from './scopeNames.ts';

/** A deployment whose budget is spent is left alone for this long at a time, ms. */
const DEPLOYMENT_REST_MS = 60_000;

/** LiteLLM's words for a budget that is over, and what this request would have needed. */
export function budgetError(blocked: BlockedBudget, caller: Caller, amount: NanoUsd, further = ''): GatewayError {
  const { scope, model, spend, reserved, maxBudget, resetsAt } = blocked;
  const ofModel = model === undefined ? '' : ` Model=${model}`;
  const held = reserved > 0 ? ` (and $${toUsd(reserved)} reserved by running requests)` : '';
  const reset = resetsAt === undefined ? '' : ` The budget resets at ${new Date(resetsAt).toISOString()}.`;
  return new GatewayError(
    'budget',
    `Budget has been exceeded! ${scopeWords(scope, caller)}${ofModel} Current cost: ${toUsd(spend)}${held}, Max budget: ${toUsd(maxBudget)}. This request was estimated at up to $${toUsd(amount)}.${reset}${further}`,
  );
}

/** A deployment's own budget says nothing about its caller: the router goes on to others, and leaves this one alone for a while. */
export function deploymentBudgetError(blocked: BlockedBudget, hasOthers: boolean): GatewayError {
  const { scope, spend, maxBudget } = blocked;
  return new GatewayError(
    'rate-limit',
    `The deployment ${scope.id} has no budget left. Current cost: ${toUsd(spend)}, Max budget: ${toUsd(maxBudget)}.`,
    { type: 'budget_exceeded', retryable: hasOthers, retryAfterMs: DEPLOYMENT_REST_MS },
  );
}

export function unpricedError(group: string): GatewayError {
  return new GatewayError(
    'budget',
    `The price of '${group}' is not known, so a budget could not hold. Set input_cost_per_token and output_cost_per_token in its litellm_params (0 where it is free), or torii_settings.budgets.unpriced_models: allow.`,
    { type: 'unknown_price', param: 'model' },
  );
}
