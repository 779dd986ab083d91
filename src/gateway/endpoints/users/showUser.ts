import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Entity, textOf } from '../../../domain/entities.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { Caller } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { JsonList, oneAnswer } from '../../jsonPieces.ts';
import { callerOf } from '../../llmRequest.ts';
import { requireEntities } from '../../management/entityChanges.ts';
import { toKeyRows } from '../../management/keyRow.ts';
import { check, pageShape } from '../../management/readBody.ts';
import { keysOf } from '../../management/removeKeys.ts';
import { forbidden, seesAll, teamsOf, userIdOf } from '../../management/scope.ts';
import { sortedEntities } from '../../management/sortedEntities.ts';
import { toTeamRows } from '../../management/teamRow.ts';
import { toFullUserRow, toUserRows } from '../../management/userRow.ts';
import { sendJson } from '../../sendJson.ts';

const infoQuery = z.looseObject({ user_id: z.string().optional() });
const listQuery = z.looseObject({
  page: pageShape.page,
  page_size: z.coerce.number().int().min(1).max(100).default(25),
  role: z.string().optional(),
  user_ids: z.string().optional(),
  user_email: z.string().optional(),
  team: z.string().optional(),
  sort_by: z.enum(['user_id', 'user_email', 'created_at', 'spend', 'user_alias', 'user_role']).default('created_at'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
});

const ROLES = {
  proxy_admin: { description: 'everything', ui_label: 'Admin (All Permissions)' },
  proxy_admin_viewer: { description: 'sees everything, changes nothing', ui_label: 'Admin (View Only)' },
  internal_user: { description: 'keys and spend of its own', ui_label: 'Internal User (Create/Delete/View)' },
  internal_user_viewer: { description: 'sees its own keys and spend', ui_label: 'Internal User (View Only)' },
};

/** Users as they see themselves, and as administrators see all. */
export function registerShowUser(server: FastifyInstance, context: GatewayContext): void {
  server.get('/user/info', async (request, reply) => {
    const caller = callerOf(request);
    const user = await askedUser(context, caller, check(infoQuery, request.query).user_id);
    if (user === undefined) return await sendJson(reply, context.clock, oneAnswer(await everything(context)));
    const keys = await keysOf(context, { userId: user.id });
    const rows = await toKeyRows(context, keys);
    const teams = await requireEntities(context, 'team', (await teamsOf(context, user.id)).all);
    return {
      user_id: user.id,
      user_info: await toFullUserRow(context, user),
      keys: rows.map((row, index) => ({ ...row, token: keys[index]?.token })),
      teams: await toTeamRows(context, teams),
    };
  });

  server.get('/v2/user/info', async (request) => {
    const caller = callerOf(request);
    const user = await askedUser(context, caller, check(infoQuery, request.query).user_id);
    if (user === undefined) return ADMIN_INFO;
    return await toFullUserRow(context, user);
  });

  server.get('/user/list', async (request) => {
    if (!seesAll(callerOf(request))) throw forbidden('Only proxy admins can list all users.');
    const query = check(listQuery, request.query);
    const members = query.team === undefined ? undefined : await context.entities.members({ teamId: query.team });
    const memberIds = members && new Set(members.map(({ userId }) => userId));
    const ids = query.user_ids?.split(',').map((id) => id.trim());
    const found = (await context.entities.list('user')).filter(
      (user) =>
        (ids === undefined || ids.includes(user.id)) &&
        (memberIds === undefined || memberIds.has(user.id)) &&
        (query.role === undefined || user.fields['user_role'] === query.role) &&
        (query.user_email === undefined ||
          (textOf(user.fields, 'user_email') ?? '').toLowerCase().includes(query.user_email.toLowerCase())),
    );
    const { page, page_size: size, sort_by: by, sort_order: order } = query;
    const sorted = await sortedEntities(context, 'user', found, { by, order });
    const shown = sorted.slice((page - 1) * size, page * size);
    const counts = await context.keys.countOf(shown.map(({ id }) => id));
    const rows = await toUserRows(context, shown);
    const users = rows.map((row) => ({ ...row, key_count: counts.get(String(row['user_id'])) ?? 0 }));
    return { users, total: found.length, page, page_size: size, total_pages: Math.ceil(found.length / size) };
  });

  server.get('/user/available_roles', () => ROLES);
}

/** Who is asked for, else the caller's own user; undefined for an administrator's key, which has none. */
async function askedUser(context: GatewayContext, caller: Caller, id: string | undefined): Promise<Entity | undefined> {
  const own = userIdOf(caller);
  if (id !== undefined && !seesAll(caller) && id !== own) {
    throw forbidden(
      `key not allowed to access this user's info. user_id=${id}, key's user_id=${own ?? 'None'}`,
      'user_id',
    );
  }
  const wanted = id ?? own;
  if (wanted === undefined && caller.role === 'admin') return undefined;
  const user = wanted === undefined ? undefined : await context.entities.find('user', wanted);
  if (user !== undefined) return user;
  throw new GatewayError('not-found', `User ${wanted ?? 'None'} not found`, { param: 'user_id' });
}

const ADMIN_INFO = {
  user_id: 'default_user_id',
  user_role: 'proxy_admin',
  teams: [],
  models: [],
  spend: 0,
  max_budget: null,
};

/** What LiteLLM shows its master key: the keys that belong to nobody, and all teams. */
async function everything(context: GatewayContext): Promise<Readonly<Record<string, unknown>>> {
  const keys = await keysOf(context, { userId: null });
  const rows = await toKeyRows(context, keys);
  return {
    user_id: ADMIN_INFO.user_id,
    user_info: ADMIN_INFO,
    keys: new JsonList(rows.map((row, index) => ({ ...row, token: keys[index]?.token }))),
    teams: new JsonList(await toTeamRows(context, await context.entities.list('team'))),
  };
}
