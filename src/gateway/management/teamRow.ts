import { type BudgetState, memberId } from '../../domain/budget.ts';
import type { Entity, Member } from '../../domain/entities.ts';
import { groupBy } from '../../domain/groupBy.ts';
import { madeInTurns } from '../../domain/turns.ts';
import type { GatewayContext } from '../context.ts';
import { budgetRow } from './budgetRow.ts';
import { spendFields } from './limits.ts';
import { isoOrNull } from './time.ts';

type Row = Record<string, unknown>;

/** Teams whose rows are made in one turn of the event loop, each with its members. */
const TEAMS_TOGETHER = 200;

const UNSET: Readonly<Row> = {
  team_alias: null,
  organization_id: null,
  admins: [],
  members: [],
  metadata: {},
  tpm_limit: null,
  rpm_limit: null,
  max_budget: null,
  soft_budget: null,
  budget_duration: null,
  budget_limits: null,
  models: [],
  blocked: false,
  max_parallel_requests: null,
  model_id: null,
  model_spend: {},
  model_max_budget: {},
  router_settings: null,
  access_group_ids: [],
  team_member_permissions: null,
  litellm_model_table: null,
};

/** A team's row as LiteLLM shows it. */
export async function toTeamRow(context: GatewayContext, team: Entity): Promise<Row> {
  const state = (await context.budgets.states('team', [team.id])).get(team.id);
  return toRow(team, await context.entities.members({ teamId: team.id }), state);
}

export function toTeamRows(context: GatewayContext, teams: readonly Entity[]): Promise<readonly Row[]> {
  return madeInTurns(teams, (some) => rowsOf(context, some), TEAMS_TOGETHER);
}

async function rowsOf(context: GatewayContext, teams: readonly Entity[]): Promise<readonly Row[]> {
  const teamIds = teams.map(({ id }) => id);
  const states = await context.budgets.states('team', teamIds);
  const members = groupBy(await context.entities.membersOfAll({ teamIds }), ({ teamId }) => teamId);
  return teams.map((team) => toRow(team, members.get(team.id) ?? [], states.get(team.id)));
}

function toRow(team: Entity, members: readonly Member[], state: BudgetState | undefined): Row {
  const { model_aliases: aliases } = team.fields;
  return {
    ...UNSET,
    ...team.fields,
    team_id: team.id,
    ...spendFields(state),
    members_with_roles: members.map(toMemberRow),
    admins: members.filter(({ role }) => role === 'admin').map(({ userId }) => userId),
    members: members.map(({ userId }) => userId),
    ...(aliases === undefined ? {} : { litellm_model_table: { model_aliases: aliases } }),
    created_at: isoOrNull(team.createdAt),
    updated_at: isoOrNull(team.updatedAt),
  };
}

function toMemberRow({ userId, role, fields }: Member): Row {
  return { role, user_id: userId, user_email: fields['user_email'] ?? null };
}

/** What members may spend in a team, and have. */
export function toMembershipRows(context: GatewayContext, members: readonly Member[]): Promise<readonly Row[]> {
  return madeInTurns(members, (some) => membershipsOf(context, some));
}

async function membershipsOf(context: GatewayContext, members: readonly Member[]): Promise<readonly Row[]> {
  const ids = members.map(({ teamId, userId }) => memberId(teamId, userId));
  const states = await context.budgets.states('member', ids);
  return members.map((member, index) => ({
    user_id: member.userId,
    team_id: member.teamId,
    budget_id: member.fields['budget_id'] ?? null,
    ...spendFields(states.get(ids[index] ?? '')),
    litellm_budget_table: budgetRow(context, member.fields) ?? memberBudget(member),
  }));
}

function memberBudget({ fields }: Member): Row {
  return {
    max_budget: fields['max_budget_in_team'] ?? null,
    budget_duration: fields['budget_duration'] ?? null,
    tpm_limit: fields['tpm_limit'] ?? null,
    rpm_limit: fields['rpm_limit'] ?? null,
  };
}
