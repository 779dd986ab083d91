import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Entity } from '../../../domain/entities.ts';
import { GatewayError, toGatewayError } from '../../../domain/errors.ts';
import { doneInTurns } from '../../../domain/turns.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { userShape } from '../../management/entityBody.ts';
import { changeEntity, createEntity, removeEntity, requireEntities } from '../../management/entityChanges.ts';
import { toGeneratedKey } from '../../management/keyRow.ts';
import { requireBudget, withKeyDefaults } from '../../management/keyRules.ts';
import { addMember, findUser, removeMember } from '../../management/members.ts';
import { anyMap, check, flag, readManaged, text, usd } from '../../management/readBody.ts';
import { keysOf, removeKeys } from '../../management/removeKeys.ts';
import { requireAdmin } from '../../management/scope.ts';
import { toFullUserRow } from '../../management/userRow.ts';
import { randomId } from '../../randomId.ts';
import { generateKey } from '../keys/generateKey.ts';

const newUserSchema = z.strictObject({
  ...userShape,
  user_id: z.string().min(1).nullish(),
  teams: z.array(z.union([z.string(), z.looseObject({ team_id: z.string(), user_role: text })])).nullish(),
  auto_create_key: flag,
  key_alias: text,
  key: text,
  duration: text,
  spend: usd,
  send_invite_email: flag,
});
const patchShape = { ...userShape, user_id: text, spend: usd, password: z.null().optional() };
const updateSchema = z.strictObject(patchShape);
const bulkSchema = z.strictObject({
  users: z.array(updateSchema).max(500).nullish(),
  all_users: flag,
  user_updates: anyMap,
});
const deleteSchema = z.strictObject({ user_ids: z.array(z.string()).min(1) });

/** Users: made, with a key unless that is not wanted, changed, deleted. */
export function registerChangeUser(server: FastifyInstance, context: GatewayContext): void {
  server.post('/user/new', async (request) => {
    requireAdmin(callerOf(request), '/user/new');
    return await newUser(context, request, readManaged(request, newUserSchema));
  });

  server.post('/user/update', async (request) => {
    requireAdmin(callerOf(request), '/user/update');
    const user = await updateUser(context, request, readManaged(request, updateSchema));
    return { user_id: user.id, data: await toFullUserRow(context, user) };
  });

  server.post('/user/bulk_update', async (request) => {
    requireAdmin(callerOf(request), '/user/bulk_update');
    const { users, all_users: all, user_updates: updates } = readManaged(request, bulkSchema);
    const wanted =
      all === true
        ? (await context.entities.list('user')).map(({ id }) => ({ ...updates, user_id: id }))
        : (users ?? []);
    const results: { readonly success: boolean }[] = [];
    await doneInTurns(wanted, async (patch) => {
      results.push(await tryUpdate(context, request, check(updateSchema, patch)));
    });
    const failed = results.filter(({ success }) => !success).length;
    return {
      results,
      total_requested: results.length,
      successful_updates: results.length - failed,
      failed_updates: failed,
    };
  });

  server.post('/user/delete', async (request) => {
    requireAdmin(callerOf(request), '/user/delete');
    const users = await requireEntities(context, 'user', readManaged(request, deleteSchema).user_ids);
    for (const user of users) {
      await removeKeys(context, request, await keysOf(context, { userId: user.id }));
      const members = await context.entities.members({ userId: user.id });
      await doneInTurns(members, (member) => removeMember(context, request, member));
      await removeEntity(context, request, user);
    }
    return users.length;
  });
}

async function newUser(context: GatewayContext, request: FastifyRequest, sent: z.infer<typeof newUserSchema>) {
  const { userDefaults } = context.settings.current.management;
  const isInternal = sent.user_role == null || sent.user_role.startsWith('internal_user');
  const body = check(newUserSchema, isInternal ? withKeyDefaults(sent, userDefaults) : sent);
  const { user_id: id, teams, auto_create_key: wantsKey, key_alias, key, duration, spend, ...fields } = body;
  await requireBudget(context, fields.budget_id);
  await requireFreeEmail(context, fields.user_email);
  const { send_invite_email: _, ...kept } = fields;
  const named = { kind: 'user' as const, id: id ?? randomId(context.random) };
  const user = await createEntity(
    context,
    request,
    { ...named, fields: { ...kept, user_role: kept.user_role ?? 'internal_user' } },
    spend,
  );
  for (const team of teams ?? []) await join(context, request, user, team);
  const row = await toFullUserRow(context, user);
  if (wantsKey === false) return { ...row, key: null, token: null, expires: null };
  // The user's limits hold for the key as well: it needs none of its own.
  const made = await generateKey(context, request, {
    user_id: user.id,
    ...(key_alias == null ? {} : { key_alias }),
    ...(key == null ? {} : { key }),
    ...(duration == null ? {} : { duration }),
    ...(kept.models == null ? {} : { models: kept.models }),
  });
  const { key: plain, token, token_id, key_name, expires } = await toGeneratedKey(context, made.key, made.plain);
  return { ...row, key: plain, token, token_id, key_name, key_alias: key_alias ?? null, expires };
}

async function join(
  context: GatewayContext,
  request: FastifyRequest,
  user: Entity,
  named: string | { readonly team_id: string; readonly user_role?: string | null | undefined },
): Promise<void> {
  const id = typeof named === 'string' ? named : named.team_id;
  const role = typeof named !== 'string' && named.user_role === 'admin' ? 'admin' : 'user';
  const [team] = await requireEntities(context, 'team', [id]);
  if (team !== undefined) await addMember(context, request, team, { user_id: user.id, role }, {});
}

async function tryUpdate(context: GatewayContext, request: FastifyRequest, patch: z.infer<typeof updateSchema>) {
  const named = { user_id: patch.user_id ?? null, user_email: patch.user_email ?? null };
  try {
    const user = await updateUser(context, request, patch);
    return { ...named, success: true, error: null, updated_user: await toFullUserRow(context, user) };
  } catch (thrown) {
    return { ...named, success: false, error: toGatewayError(thrown).message, updated_user: null };
  }
}

/** By id, or by the address where no id is sent. */
async function updateUser(
  context: GatewayContext,
  request: FastifyRequest,
  body: z.infer<typeof updateSchema>,
): Promise<Entity> {
  const { user_id: id, spend, password: _, ...patch } = body;
  const user = await findUser(context, { user_id: id, user_email: id == null ? body.user_email : undefined });
  if (user === undefined) {
    const name = id ?? body.user_email;
    if (name == null) throw new GatewayError('bad-request', 'user_id or user_email is needed', { param: 'user_id' });
    throw new GatewayError('not-found', `User ${name} not found`, { param: 'user_id' });
  }
  if (patch.user_email != null && patch.user_email !== user.fields['user_email']) {
    await requireFreeEmail(context, patch.user_email);
  }
  await requireBudget(context, patch.budget_id);
  return await changeEntity(context, request, user, patch, { spend });
}

async function requireFreeEmail(context: GatewayContext, email: string | null | undefined): Promise<void> {
  if (email == null || (await findUser(context, { user_email: email })) === undefined) return;
  throw new GatewayError('conflict', `User with email ${email} already exists`, {
    param: 'user_email',
    retryable: false,
  });
}
