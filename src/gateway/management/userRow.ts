import type { Entity } from '../../domain/entities.ts';

const UNSET = {
  user_alias: null,
  user_email: null,
  user_role: 'internal_user',
  max_budget: null,
  soft_budget: null,
  budget_duration: null,
  budget_reset_at: null,
  budget_id: null,
  tpm_limit: null,
  rpm_limit: null,
  max_parallel_requests: null,
  model_max_budget: {},
  models: [],
  metadata: {},
  teams: [],
  sso_user_id: null,
  organization_id: null,
} as const;

/** A user's row as LiteLLM shows it. */
export function toUserRow(user: Entity): Record<string, unknown> {
  return {
    user_id: user.id,
    ...UNSET,
    spend: 0,
    ...user.fields,
    created_at: new Date(user.createdAt).toISOString(),
    updated_at: new Date(user.updatedAt).toISOString(),
  };
}
