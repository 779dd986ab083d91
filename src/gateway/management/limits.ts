import type { BudgetScope, BudgetState, ScopeLimits } from '../../domain/budget.ts';
import { type EntityFields, textOf } from '../../domain/entities.ts';
import { readLimits } from '../../domain/limitFields.ts';
import { toUsd } from '../../domain/money.ts';
import type { VirtualKey } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { isoOrNull } from './time.ts';

type LimitedKey = Pick<VirtualKey, 'fields' | 'metadata' | 'maxBudget'>;

/**
 * Sets what LiteLLM's fields say about budgets and rates as the limits of a scope. What is not written there comes from
 * the shared budget that `budget_id` names.
 */
export async function defineLimits(context: GatewayContext, scope: BudgetScope, fields: EntityFields): Promise<void> {
  await context.budgets.define(scope, await toLimits(context, fields));
}

export async function defineKeyLimits(context: GatewayContext, key: VirtualKey): Promise<void> {
  await context.budgets.define({ kind: 'key', id: key.token }, await keyLimits(context, key));
}

/** The limits that a key's fields and its shared budget say. */
export async function keyLimits(context: GatewayContext, key: LimitedKey): Promise<ScopeLimits | undefined> {
  return await toLimits(context, limitFieldsOf(key));
}

async function toLimits(context: GatewayContext, fields: EntityFields): Promise<ScopeLimits | undefined> {
  const budgetId = textOf(fields, 'budget_id');
  const shared = budgetId === undefined ? undefined : await context.entities.find('budget', budgetId);
  return readLimits(withShared(fields, shared?.fields ?? {}));
}

function limitFieldsOf({ fields, metadata, maxBudget }: LimitedKey): EntityFields {
  return { ...metadata, ...fields, max_budget: maxBudget === undefined ? undefined : toUsd(maxBudget) };
}

/** What a scope's own fields leave open comes from the shared budget. */
function withShared(own: EntityFields, shared: EntityFields): EntityFields {
  const said = Object.entries(own).filter(([, value]) => value !== null && value !== undefined);
  return { ...shared, ...Object.fromEntries(said) };
}

/** `spend` and `budget_reset_at` as LiteLLM's rows have them. */
export function spendFields(state: BudgetState | undefined): { spend: number; budget_reset_at: string | null } {
  return { spend: toUsd(state?.spend ?? 0), budget_reset_at: isoOrNull(state?.resetsAt) };
}
