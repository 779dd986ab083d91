import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Entity, Member } from '../../../domain/entities.ts';
import { GatewayError, toGatewayError } from '../../../domain/errors.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { memberSchema, mergeFields } from '../../management/entityBody.ts';
import { requireEntity } from '../../management/entityChanges.ts';
import { addMember, findUser, type NamedUser, removeMember, saveMember } from '../../management/members.ts';
import { anyMap, count, names, readManaged, text, usd } from '../../management/readBody.ts';
import { keysOf, removeKeys } from '../../management/removeKeys.ts';
import { forbidden, leadsTeam } from '../../management/scope.ts';
import { toMembershipRows, toTeamRow } from '../../management/teamRow.ts';
import { toUserRow } from '../../management/userRow.ts';

const limitShape = { max_budget_in_team: usd, budget_duration: text, allowed_models: names };
const addSchema = z.strictObject({
  team_id: z.string(),
  member: z.union([memberSchema, z.array(memberSchema).min(1)]),
  ...limitShape,
});
const bulkAddSchema = z.strictObject({
  team_id: z.string(),
  members: z.array(memberSchema).max(500).nullish(),
  ...limitShape,
});
const namedShape = { team_id: z.string(), user_id: text, user_email: text };
const updateSchema = z.strictObject({
  ...namedShape,
  ...limitShape,
  role: z.enum(['admin', 'user']).nullish(),
  tpm_limit: count,
  rpm_limit: count,
  model_max_budget: anyMap,
  temp_budget_increase: usd,
  temp_budget_expiry: text,
});
const removeSchema = z.strictObject(namedShape);

/** Who is in a team. An administrator's matter, and that of the team's admins. */
export function registerTeamMembers(server: FastifyInstance, context: GatewayContext): void {
  server.post('/team/member_add', async (request) => {
    const { team_id: id, member, ...limits } = readManaged(request, addSchema);
    const team = await requireLedTeam(context, request, id);
    const added = [];
    for (const one of [member].flat()) added.push(await addMember(context, request, team, one, limits));
    return {
      ...(await toTeamRow(context, team)),
      updated_users: added.map(({ user }) => toUserRow(user)),
      updated_team_memberships: await toMembershipRows(
        context,
        added.map(({ member: joined }) => joined),
      ),
    };
  });

  server.post('/team/bulk_member_add', async (request) => {
    const { team_id: id, members, ...limits } = readManaged(request, bulkAddSchema);
    const team = await requireLedTeam(context, request, id);
    const results: MemberResult[] = [];
    for (const one of members ?? []) results.push(await tryToAdd(context, request, team, one, limits));
    const failed = results.filter(({ success }) => !success).length;
    return {
      team_id: id,
      results,
      total_requested: results.length,
      successful_additions: results.length - failed,
      failed_additions: failed,
      updated_team: await toTeamRow(context, team),
    };
  });

  server.post('/team/member_update', async (request) => {
    const { team_id: id, user_id: _, user_email: __, role, ...limits } = readManaged(request, updateSchema);
    const team = await requireLedTeam(context, request, id);
    const before = await requireMember(context, team, readManaged(request, updateSchema));
    const after: Member = { ...before, role: role ?? before.role, fields: mergeFields(before.fields, limits) };
    await saveMember(context, request, team, before, after);
    return { team_id: id, ...toUpdatedMember(after) };
  });

  server.post('/team/member_delete', async (request) => {
    const named = readManaged(request, removeSchema);
    const team = await requireLedTeam(context, request, named.team_id);
    const member = await requireMember(context, team, named);
    const keys = await keysOf(context, { teamId: team.id, userId: member.userId });
    await removeKeys(context, request, keys);
    await removeMember(context, request, member);
    return await toTeamRow(context, team);
  });
}

interface MemberResult extends Record<string, unknown> {
  readonly success: boolean;
}

/** One of many: what is wrong with it is said of it alone. */
async function tryToAdd(
  context: GatewayContext,
  request: FastifyRequest,
  team: Entity,
  one: z.infer<typeof memberSchema>,
  limits: Readonly<Record<string, unknown>>,
): Promise<MemberResult> {
  const named = { user_id: one.user_id ?? null, user_email: one.user_email ?? null };
  try {
    const { user, member } = await addMember(context, request, team, one, limits);
    const [membership] = await toMembershipRows(context, [member]);
    return {
      ...named,
      user_id: user.id,
      success: true,
      error: null,
      updated_user: toUserRow(user),
      updated_team_membership: membership,
    };
  } catch (thrown) {
    return { ...named, success: false, error: toGatewayError(thrown).message };
  }
}

function toUpdatedMember({ userId, role, fields }: Member): Readonly<Record<string, unknown>> {
  return {
    user_id: userId,
    user_email: fields['user_email'] ?? null,
    role,
    max_budget_in_team: fields['max_budget_in_team'] ?? null,
    budget_duration: fields['budget_duration'] ?? null,
    tpm_limit: fields['tpm_limit'] ?? null,
    rpm_limit: fields['rpm_limit'] ?? null,
    allowed_models: fields['allowed_models'] ?? null,
  };
}

/** Throws `not-found`, or `permission` unless the caller looks after the team. */
export async function requireLedTeam(context: GatewayContext, request: FastifyRequest, id: string): Promise<Entity> {
  const caller = callerOf(request);
  const team = await requireEntity(context, 'team', id);
  if (await leadsTeam(context, caller, id)) return team;
  throw forbidden(
    `Call not allowed. User not proxy admin OR team admin. route=${request.routeOptions.url ?? ''}, team_id=${id}`,
  );
}

async function requireMember(context: GatewayContext, team: Entity, named: NamedUser): Promise<Member> {
  const userId = named.user_id ?? (await findUser(context, named))?.id;
  const members = await context.entities.members({ teamId: team.id });
  const found = members.find((member) => member.userId === userId);
  if (found !== undefined) return found;
  const name = userId ?? named.user_email ?? 'None';
  throw new GatewayError('bad-request', `User=${name} is not a member of team=${team.id}`, { param: 'user_id' });
}
