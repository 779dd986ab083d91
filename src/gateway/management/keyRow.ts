import type { BudgetState } from '../../domain/budget.ts';
import { toUsd } from '../../domain/money.ts';
import { madeInTurns } from '../../domain/turns.ts';
import type { VirtualKey } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { budgetRow } from './budgetRow.ts';
import { METADATA_FIELDS } from './keyBody.ts';
import { spendFields } from './limits.ts';
import { isoOrNull } from './time.ts';

type Row = Record<string, unknown>;

/** What LiteLLM's row of a key says where nothing was set. */
const UNSET: Readonly<Row> = {
  soft_budget_cooldown: false,
  config: {},
  router_settings: null,
  agent_id: null,
  project_id: null,
  permissions: {},
  max_parallel_requests: null,
  tpm_limit: null,
  rpm_limit: null,
  soft_budget: null,
  budget_duration: null,
  budget_id: null,
  budget_limits: null,
  budget_fallbacks: null,
  organization_id: null,
  allowed_cache_controls: [],
  allowed_routes: [],
  policies: [],
  access_group_ids: [],
  model_spend: {},
  model_max_budget: {},
  object_permission: null,
  object_permission_id: null,
  auto_rotate: false,
  rotation_interval: null,
  rotation_count: 0,
  last_rotation_at: null,
  key_rotation_at: null,
};

/** A key's row as LiteLLM shows it, without its token. */
export async function toKeyRow(context: GatewayContext, key: VirtualKey): Promise<Row> {
  return toRow(context, key, (await context.budgets.states('key', [key.token])).get(key.token));
}

/** The same for many, in their order. */
export function toKeyRows(context: GatewayContext, keys: readonly VirtualKey[]): Promise<readonly Row[]> {
  return madeInTurns(keys, (some) => rowsOf(context, some));
}

async function rowsOf(context: GatewayContext, keys: readonly VirtualKey[]): Promise<readonly Row[]> {
  const states = await context.budgets.states(
    'key',
    keys.map(({ token }) => token),
  );
  return keys.map((key) => toRow(context, key, states.get(key.token)));
}

function toRow(context: GatewayContext, key: VirtualKey, state: BudgetState | undefined): Row {
  return {
    ...UNSET,
    ...key.fields,
    key_name: key.keyName,
    key_alias: key.keyAlias ?? null,
    ...spendFields(state),
    max_budget: key.maxBudget === undefined ? null : toUsd(key.maxBudget),
    expires: isoOrNull(key.expiresAt),
    models: key.models,
    aliases: key.aliases,
    user_id: key.userId ?? null,
    team_id: key.teamId ?? null,
    metadata: key.metadata,
    blocked: key.blocked,
    litellm_budget_table: budgetRow(context, key.fields),
    created_at: isoOrNull(key.createdAt),
    created_by: key.createdBy ?? null,
    updated_at: isoOrNull(key.updatedAt),
    updated_by: key.updatedBy ?? null,
  };
}

/** The answer to whoever makes or renews a key: the only time that it is shown. */
export async function toGeneratedKey(context: GatewayContext, key: VirtualKey, plain: string): Promise<Row> {
  const { metadata } = key;
  return {
    ...(await toKeyRow(context, key)),
    ...Object.fromEntries(METADATA_FIELDS.map((field) => [field, metadata[field] ?? null])),
    key: plain,
    token: key.token,
    token_id: key.token,
  };
}
