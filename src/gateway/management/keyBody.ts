import { z } from 'zod';
import { KEY_TYPE_ROUTES } from '../../domain/access/routeAccess.ts';
import { parseDuration } from '../../domain/duration.ts';
import type { KeyChange } from '../../domain/governancePorts.ts';
import { fromUsd } from '../../domain/money.ts';
import type { VirtualKey } from '../../domain/virtualKey.ts';
import { anyMap, anyValue, count, countMap, flag, name, names, text, textMap, usd } from './readBody.ts';

/** Fields that LiteLLM keeps in a key's metadata, and that scripts read from there. */
export const METADATA_FIELDS = [
  'model_rpm_limit',
  'model_tpm_limit',
  'mcp_rpm_limit',
  'tag_rpm_limit',
  'rpm_limit_type',
  'tpm_limit_type',
  'guardrails',
  'disable_global_guardrails',
  'policies',
  'prompts',
  'tags',
  'enforced_params',
  'allowed_passthrough_routes',
  'temp_budget_increase',
  'temp_budget_expiry',
] as const;

/** Fields that have a column of their own, or that only say something about the others. */
const COLUMN_FIELDS = new Set<string>([
  ...METADATA_FIELDS,
  ...['key', 'key_alias', 'models', 'aliases', 'user_id', 'team_id', 'max_budget', 'metadata', 'blocked', 'spend'],
  ...['duration', 'key_type', 'new_key', 'grace_period', 'send_invite_email', 'new_master_key'],
]);

/** What `/key/generate`, `/key/update` and `/key/regenerate` have in common. */
export const keyShape = {
  key_alias: name,
  duration: text,
  models: names,
  aliases: textMap,
  spend: usd,
  max_budget: usd,
  soft_budget: usd,
  budget_duration: text,
  budget_id: text,
  budget_limits: z
    .array(z.looseObject({ budget_duration: z.string(), max_budget: z.number().nonnegative() }))
    .nullish(),
  budget_fallbacks: z.record(z.string(), z.array(z.string())).nullish(),
  model_max_budget: anyMap,
  max_parallel_requests: count,
  tpm_limit: count,
  rpm_limit: count,
  model_rpm_limit: countMap,
  model_tpm_limit: countMap,
  mcp_rpm_limit: countMap,
  tag_rpm_limit: countMap,
  rpm_limit_type: text,
  tpm_limit_type: text,
  user_id: text,
  team_id: text,
  organization_id: text,
  project_id: text,
  agent_id: text,
  metadata: anyMap,
  tags: names,
  allowed_routes: names,
  allowed_cache_controls: z.array(z.unknown()).nullish(),
  allowed_passthrough_routes: names,
  allowed_vector_store_indexes: z.array(z.unknown()).nullish(),
  permissions: anyMap,
  guardrails: names,
  disable_global_guardrails: flag,
  policies: names,
  prompts: names,
  enforced_params: names,
  blocked: flag,
  auto_rotate: flag,
  rotation_interval: text,
  object_permission: anyValue,
  router_settings: anyMap,
  access_group_ids: names,
  send_invite_email: flag,
  config: anyMap,
  default_estimated_output_tokens: count,
  default_estimated_output_tokens_per_model: countMap,
  enable_prompt_caching: flag,
  throttle_on_budget_exceeded: flag,
  key_type: z.enum(['llm_api', 'management', 'read_only', 'default']).nullish(),
} satisfies z.ZodRawShape;

const ownKey = z.string().startsWith('sk-', "must start with 'sk-'").min(8).max(256);

export const generateSchema = z.strictObject({ ...keyShape, key: ownKey.nullish() });

const tempBudgetShape = { temp_budget_increase: usd, temp_budget_expiry: z.string().nullish() };

export const updateSchema = z
  .strictObject({ ...keyShape, ...tempBudgetShape, key: z.string().nullish() })
  .refine((body) => (body.key ?? body.key_alias) != null, { message: 'either key or key_alias must be provided' })
  .refine((body) => (body.temp_budget_increase == null) === (body.temp_budget_expiry == null), {
    message: 'temp_budget_increase and temp_budget_expiry must be set together',
  });

export const regenerateSchema = z.strictObject({
  ...keyShape,
  ...tempBudgetShape,
  key: z.string().nullish(),
  new_key: ownKey.nullish(),
  grace_period: text,
  new_master_key: z.null({ error: 'the master key is set in the config, not here' }).optional(),
});

export type KeyBody = Partial<z.infer<z.ZodObject<typeof keyShape>>> & {
  readonly temp_budget_increase?: number | null | undefined;
  readonly temp_budget_expiry?: string | null | undefined;
};

/**
 * What a body changes of a key. Fields that were not sent stay; null takes a field away. `before` is undefined for a new
 * key; `now` is epoch ms. Throws `bad-request` for durations that are none.
 */
export function toKeyChange(body: KeyBody, before: VirtualKey | undefined, now: number): KeyChange {
  const { allowed_routes: sent, key_type: type } = body;
  const routes = type == null ? sent : [...(sent ?? []), ...(KEY_TYPE_ROUTES[type] ?? [])];
  const others = Object.entries({ ...body, ...(routes === undefined ? {} : { allowed_routes: routes }) }).filter(
    ([field, value]) => !COLUMN_FIELDS.has(field) && value !== undefined,
  );
  return {
    ...('key_alias' in body ? { keyAlias: body.key_alias ?? undefined } : {}),
    ...('models' in body ? { models: body.models ?? [] } : {}),
    ...('aliases' in body ? { aliases: body.aliases ?? {} } : {}),
    ...('user_id' in body ? { userId: body.user_id ?? undefined } : {}),
    ...('team_id' in body ? { teamId: body.team_id ?? undefined } : {}),
    ...('max_budget' in body ? { maxBudget: body.max_budget == null ? undefined : fromUsd(body.max_budget) } : {}),
    ...(body.blocked == null ? {} : { blocked: body.blocked }),
    ...('duration' in body ? { expiresAt: expiryOf(body.duration, now) } : {}),
    metadata: metadataOf(body, before),
    fields: withoutNulls({ ...before?.fields, ...Object.fromEntries(others), ...rotationOf(body, before, now) }),
  };
}

/** No duration, `-1` and null never end. */
function expiryOf(duration: string | null | undefined, now: number): number | undefined {
  return duration == null || duration === '' || duration === '-1' ? undefined : now + parseDuration(duration);
}

function metadataOf(body: KeyBody, before: VirtualKey | undefined): Readonly<Record<string, unknown>> {
  const base = body.metadata === undefined ? { ...before?.metadata } : { ...body.metadata };
  // A metadata that is sent replaces what was there, but not the limits that live in it.
  for (const field of METADATA_FIELDS) {
    const sent: unknown = body[field];
    const kept = sent === undefined ? (base[field] ?? before?.metadata[field]) : sent;
    if (kept === null || kept === undefined) delete base[field];
    else base[field] = kept;
  }
  return base;
}

/** When a key that rotates is due next. */
function rotationOf(body: KeyBody, before: VirtualKey | undefined, now: number): Readonly<Record<string, unknown>> {
  if (body.auto_rotate === undefined && body.rotation_interval === undefined) return {};
  const rotates = body.auto_rotate ?? before?.fields['auto_rotate'] === true;
  const interval = body.rotation_interval ?? before?.fields['rotation_interval'];
  if (!rotates || typeof interval !== 'string') return { key_rotation_at: null };
  return { key_rotation_at: new Date(now + parseDuration(interval)).toISOString() };
}

function withoutNulls(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
