import type { BudgetState } from '../../domain/budget.ts';
import type { Entity } from '../../domain/entities.ts';
import type { GatewayContext } from '../context.ts';
import { spendFields } from './limits.ts';
import { isoOrNull } from './time.ts';

type Row = Record<string, unknown>;

const UNSET: Readonly<Row> = {
  user_alias: null,
  user_email: null,
  user_role: 'internal_user',
  max_budget: null,
  soft_budget: null,
  budget_duration: null,
  budget_id: null,
  tpm_limit: null,
  rpm_limit: null,
  max_parallel_requests: null,
  model_spend: {},
  model_max_budget: {},
  models: [],
  metadata: {},
  teams: [],
  sso_user_id: null,
  organization_id: null,
};

/** A user's row without what takes a look elsewhere: spend and teams. */
export function toUserRow(user: Entity): Row {
  return {
    user_id: user.id,
    ...UNSET,
    ...user.fields,
    created_at: isoOrNull(user.createdAt),
    updated_at: isoOrNull(user.updatedAt),
  };
}

/** Users' rows as LiteLLM shows them. */
export async function toUserRows(context: GatewayContext, users: readonly Entity[]): Promise<readonly Row[]> {
  const ids = users.map(({ id }) => id);
  const states = await context.budgets.states('user', ids);
  const rows: Row[] = [];
  for (const user of users) rows.push(await completeRow(context, user, states.get(user.id)));
  return rows;
}

export async function toFullUserRow(context: GatewayContext, user: Entity): Promise<Row> {
  return await completeRow(context, user, (await context.budgets.states('user', [user.id])).get(user.id));
}

async function completeRow(context: GatewayContext, user: Entity, state: BudgetState | undefined): Promise<Row> {
  const memberships = await context.entities.members({ userId: user.id });
  return { ...toUserRow(user), ...spendFields(state), teams: memberships.map(({ teamId }) => teamId) };
}
