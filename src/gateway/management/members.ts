import type { FastifyRequest } from 'fastify';
import { memberId } from '../../domain/budget.ts';
import { type Entity, type EntityFields, type Member, textOf } from '../../domain/entities.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { GatewayContext } from '../context.ts';
import { randomId } from '../randomId.ts';
import { recordChange } from './actor.ts';
import { mergeFields } from './entityBody.ts';
import { createEntity } from './entityChanges.ts';
import { defineLimits } from './limits.ts';

export interface NamedUser {
  readonly user_id?: string | null | undefined;
  readonly user_email?: string | null | undefined;
}

/** Limits of a membership by the field names that LiteLLM's member endpoints use. */
export type MemberLimits = EntityFields;

/** A user by id or address; undefined where there is none. */
export async function findUser(context: GatewayContext, named: NamedUser): Promise<Entity | undefined> {
  const { user_id: id, user_email: email } = named;
  if (id != null) return await context.entities.find('user', id);
  if (email == null) return undefined;
  const wanted = email.trim().toLowerCase();
  const users = await context.entities.list('user');
  return users.find(({ fields }) => textOf(fields, 'user_email')?.toLowerCase() === wanted);
}

/** The same, made as an internal user where there is none: whoever joins a team exists. */
export async function ensureUser(context: GatewayContext, request: FastifyRequest, named: NamedUser): Promise<Entity> {
  const found = await findUser(context, named);
  if (found !== undefined) return found;
  const fields = { ...context.settings.current.management.userDefaults, user_email: named.user_email };
  return await createEntity(context, request, {
    kind: 'user',
    id: named.user_id ?? randomId(context.random),
    fields: { user_role: 'internal_user', ...fields },
  });
}

/** Throws `bad-request` where the user is a member already. */
export async function addMember(
  context: GatewayContext,
  request: FastifyRequest,
  team: Entity,
  added: NamedUser & { readonly role: 'admin' | 'user' },
  limits: MemberLimits,
): Promise<{ readonly user: Entity; readonly member: Member }> {
  const user = await ensureUser(context, request, added);
  const members = await context.entities.members({ teamId: team.id });
  if (members.some(({ userId }) => userId === user.id)) {
    const message = `User already in team. Member: user_id=${user.id}, team_id=${team.id}`;
    throw new GatewayError('bad-request', message, { type: 'team_member_already_in_team', param: 'user_id' });
  }
  const { default_team_member_models: models } = team.fields;
  const fields = mergeFields(models === undefined ? {} : { allowed_models: models }, {
    ...limits,
    user_email: textOf(user.fields, 'user_email'),
  });
  const member: Member = { teamId: team.id, userId: user.id, role: added.role, fields };
  await saveMember(context, request, team, undefined, member);
  return { user, member };
}

/** Writes a membership with its limits, and takes it down. */
export async function saveMember(
  context: GatewayContext,
  request: FastifyRequest,
  team: Entity,
  before: Member | undefined,
  member: Member,
): Promise<void> {
  await context.entities.putMember(member);
  await defineMemberLimits(context, team, member);
  await recordChange(context, request, {
    action: before === undefined ? 'created' : 'updated',
    kind: 'member',
    id: memberId(member.teamId, member.userId),
    before: before && { ...before.fields, role: before.role },
    after: { ...member.fields, role: member.role },
  });
  context.notices.publish({ type: 'keys-changed' });
}

/** Takes a member out of a team, with the keys that the member has in it. */
export async function removeMember(context: GatewayContext, request: FastifyRequest, member: Member): Promise<void> {
  const { teamId, userId } = member;
  await context.entities.removeMember(teamId, userId);
  await context.budgets.define({ kind: 'member', id: memberId(teamId, userId) }, undefined);
  await recordChange(context, request, {
    action: 'deleted',
    kind: 'member',
    id: memberId(teamId, userId),
    before: { ...member.fields, role: member.role },
  });
}

/** A member's own limits, else those that the team gives each of its members. */
export async function defineMemberLimits(context: GatewayContext, team: Entity, member: Member): Promise<void> {
  const { fields } = member;
  const { fields: ofTeam } = team;
  await defineLimits(
    context,
    { kind: 'member', id: memberId(member.teamId, member.userId) },
    {
      ...fields,
      max_budget: fields['max_budget_in_team'] ?? ofTeam['team_member_budget'],
      budget_duration: fields['budget_duration'] ?? ofTeam['team_member_budget_duration'],
      rpm_limit: fields['rpm_limit'] ?? ofTeam['team_member_rpm_limit'],
      tpm_limit: fields['tpm_limit'] ?? ofTeam['team_member_tpm_limit'],
    },
  );
}
