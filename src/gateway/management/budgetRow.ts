import { type Entity, type EntityFields, textOf } from '../../domain/entities.ts';
import type { GatewayContext } from '../context.ts';

const UNSET = {
  max_budget: null,
  soft_budget: null,
  max_parallel_requests: null,
  tpm_limit: null,
  rpm_limit: null,
  model_max_budget: null,
  budget_duration: null,
  budget_reset_at: null,
} as const;

/** The shared budget that something refers to by `budget_id`; null where it refers to none. */
export function budgetRow(context: GatewayContext, fields: EntityFields): Record<string, unknown> | null {
  const id = textOf(fields, 'budget_id');
  const budget = id === undefined ? undefined : context.directory.find('budget', id);
  return budget === undefined ? null : toBudgetRow(budget);
}

export function toBudgetRow(budget: Entity): Record<string, unknown> {
  return {
    budget_id: budget.id,
    ...UNSET,
    ...budget.fields,
    created_at: new Date(budget.createdAt).toISOString(),
    created_by: budget.createdBy ?? null,
    updated_at: new Date(budget.updatedAt).toISOString(),
    updated_by: budget.updatedBy ?? null,
  };
}
