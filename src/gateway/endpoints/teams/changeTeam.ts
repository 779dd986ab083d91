import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Entity, stringsOf } from '../../../domain/entities.ts';
import { doneInTurns } from '../../../domain/turns.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { memberSchema, teamShape } from '../../management/entityBody.ts';
import {
  changeEntity,
  createEntity,
  removeEntity,
  requireEntities,
  requireEntity,
} from '../../management/entityChanges.ts';
import { requireBudget, withKeyDefaults } from '../../management/keyRules.ts';
import { addMember, defineMemberLimits, removeMember } from '../../management/members.ts';
import { check, readManaged, usd } from '../../management/readBody.ts';
import { keysOf, removeKeys } from '../../management/removeKeys.ts';
import { requireAdmin, userIdOf } from '../../management/scope.ts';
import { toTeamRow } from '../../management/teamRow.ts';
import { randomId } from '../../randomId.ts';

const idShape = { team_id: z.string().min(1) };
const newTeamSchema = z.strictObject({
  ...teamShape,
  team_id: z.string().min(1).nullish(),
  members_with_roles: z.array(memberSchema).nullish(),
  admins: z.array(z.string()).nullish(),
  members: z.array(z.string()).nullish(),
  spend: usd,
});
const updateTeamSchema = z.strictObject({ ...teamShape, ...idShape, spend: usd });
const deleteTeamSchema = z.strictObject({ team_ids: z.array(z.string()).min(1) });
const teamIdSchema = z.strictObject(idShape);
const teamModelsSchema = z.strictObject({ ...idShape, models: z.array(z.string()).min(1) });

/** Teams: made, changed, blocked, deleted. */
export function registerChangeTeam(server: FastifyInstance, context: GatewayContext): void {
  server.post('/team/new', async (request) => {
    requireAdmin(callerOf(request), '/team/new');
    const team = await newTeam(context, request, readManaged(request, newTeamSchema));
    return await toTeamRow(context, team);
  });

  server.post('/team/update', async (request) => {
    requireAdmin(callerOf(request), '/team/update');
    const { team_id: id, spend, ...patch } = readManaged(request, updateTeamSchema);
    await requireBudget(context, patch.budget_id);
    const team = await changeEntity(context, request, await requireEntity(context, 'team', id), patch, { spend });
    const members = await context.entities.members({ teamId: id });
    await doneInTurns(members, (member) => defineMemberLimits(context, team, member));
    return { team_id: id, data: await toTeamRow(context, team) };
  });

  server.post('/team/delete', async (request) => {
    requireAdmin(callerOf(request), '/team/delete');
    const teams = await requireEntities(context, 'team', readManaged(request, deleteTeamSchema).team_ids);
    const rows: unknown[] = [];
    for (const team of teams) {
      rows.push(await toTeamRow(context, team));
      await removeKeys(context, request, await keysOf(context, { teamId: team.id }));
      const members = await context.entities.members({ teamId: team.id });
      await doneInTurns(members, (member) => removeMember(context, request, member));
      await removeEntity(context, request, team);
    }
    return rows;
  });

  for (const blocked of [true, false]) {
    const route = blocked ? '/team/block' : '/team/unblock';
    server.post(route, async (request) => {
      requireAdmin(callerOf(request), route);
      const team = await requireEntity(context, 'team', readManaged(request, teamIdSchema).team_id);
      const action = blocked ? 'blocked' : 'unblocked';
      return await toTeamRow(context, await changeEntity(context, request, team, { blocked }, { action }));
    });
  }

  server.post('/team/model/add', async (request) => await changeModels(context, request, 'add'));
  server.post('/team/model/delete', async (request) => await changeModels(context, request, 'delete'));
}

async function newTeam(
  context: GatewayContext,
  request: FastifyRequest,
  sent: z.infer<typeof newTeamSchema>,
): Promise<Entity> {
  const body = check(newTeamSchema, withKeyDefaults(sent, context.settings.current.management.teamDefaults));
  const { team_id: id, members_with_roles: roles, admins, members, spend, ...fields } = body;
  await requireBudget(context, fields.budget_id);
  const team = await createEntity(
    context,
    request,
    { kind: 'team', id: id ?? randomId(context.random), fields },
    spend,
  );
  const creator = userIdOf(callerOf(request));
  const named = [
    ...(roles ?? []),
    ...(admins ?? []).map((user_id) => ({ role: 'admin' as const, user_id, user_email: undefined })),
    ...(members ?? []).map((user_id) => ({ role: 'user' as const, user_id, user_email: undefined })),
    ...(creator === undefined ? [] : [{ role: 'admin' as const, user_id: creator, user_email: undefined }]),
  ];
  const joined = new Set<string>();
  for (const member of named) {
    const name = member.user_id ?? member.user_email ?? '';
    if (joined.has(name)) continue;
    joined.add(name);
    await addMember(context, request, team, member, {});
  }
  return team;
}

async function changeModels(context: GatewayContext, request: FastifyRequest, how: 'add' | 'delete') {
  requireAdmin(callerOf(request), `/team/model/${how}`);
  const { team_id: id, models: named } = readManaged(request, teamModelsSchema);
  const team = await requireEntity(context, 'team', id);
  const before = stringsOf(team.fields, 'models');
  const models = how === 'add' ? [...new Set([...before, ...named])] : before.filter((model) => !named.includes(model));
  return await toTeamRow(context, await changeEntity(context, request, team, { models }));
}
