import { z } from 'zod';
import type { EntityFields } from '../../domain/entities.ts';
import { anyMap, anyValue, count, countMap, flag, name, names, text, textMap, usd } from './readBody.ts';

/** Limits that everything but a key spells in the same way. */
export const limitShape = {
  max_budget: usd,
  soft_budget: usd,
  budget_duration: text,
  budget_id: text,
  budget_limits: z
    .array(z.looseObject({ budget_duration: z.string(), max_budget: z.number().nonnegative() }))
    .nullish(),
  model_max_budget: anyMap,
  max_parallel_requests: count,
  tpm_limit: count,
  rpm_limit: count,
} satisfies z.ZodRawShape;

/** What teams and users have in common beyond limits. */
const ownerShape = {
  ...limitShape,
  organization_id: text,
  metadata: anyMap,
  models: names,
  blocked: flag,
  model_rpm_limit: countMap,
  model_tpm_limit: countMap,
  mcp_rpm_limit: countMap,
  tags: names,
  guardrails: names,
  policies: names,
  prompts: names,
  object_permission: anyValue,
  allowed_cache_controls: z.array(z.unknown()).nullish(),
  config: anyMap,
  permissions: anyMap,
  router_settings: anyMap,
  budget_fallbacks: z.record(z.string(), z.array(z.string())).nullish(),
} satisfies z.ZodRawShape;

export const memberSchema = z
  .looseObject({ role: z.enum(['admin', 'user']).default('user'), user_id: text, user_email: text })
  .refine((member) => (member.user_id ?? member.user_email) != null, { message: 'user_id or user_email is needed' });

export const teamShape = {
  ...ownerShape,
  team_alias: name,
  model_aliases: textMap,
  access_group_ids: names,
  allowed_passthrough_routes: names,
  disable_global_guardrails: flag,
  rpm_limit_type: text,
  tpm_limit_type: text,
  secret_manager_settings: anyMap,
  default_team_member_models: names,
  team_member_permissions: names,
  team_member_budget: usd,
  team_member_budget_duration: text,
  team_member_rpm_limit: count,
  team_member_tpm_limit: count,
  team_member_key_duration: text,
  allowed_vector_store_indexes: z.array(z.unknown()).nullish(),
} satisfies z.ZodRawShape;

export const userShape = {
  ...ownerShape,
  user_email: text,
  user_alias: text,
  user_role: z.enum(['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer']).nullish(),
  sso_user_id: text,
  organizations: names,
  aliases: textMap,
} satisfies z.ZodRawShape;

/** What a body changes of fields: what was not sent stays, null takes a field away. */
export function mergeFields(before: EntityFields, patch: EntityFields): EntityFields {
  const merged = { ...before, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/** Routes that a team can open to its plain members. */
export const MEMBER_PERMISSIONS: readonly string[] = [
  '/key/generate',
  '/key/update',
  '/key/delete',
  '/key/regenerate',
  '/key/info',
];
