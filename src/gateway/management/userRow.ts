import type { BudgetState } from '../../domain/budget.ts';
import type { Entity, Member } from '../../domain/entities.ts';
import { groupBy } from '../../domain/groupBy.ts';
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
  const memberships = groupBy(await context.entities.membersOfAll({ userIds: ids }), ({ userId }) => userId);
  return users.map((user) => toRow(user, memberships.get(user.id) ?? [], states.get(user.id)));
}

export async function toFullUserRow(context: GatewayContext, user: Entity): Promise<Row> {
  const state = (await context.budgets.states('user', [user.id])).get(user.id);
  return toRow(user, await context.entities.members({ userId: user.id }), state);
}

function toRow(user: Entity, memberships: readonly Member[], state: BudgetState | undefined): Row {
  return { ...toUserRow(user), ...spendFields(state), teams: memberships.map(({ teamId }) => teamId) };
}
