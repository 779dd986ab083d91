import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { KeyQuery } from '../../../domain/governancePorts.ts';
import type { VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { toToken } from '../../digest.ts';
import { callerOf } from '../../llmRequest.ts';
import { toKeyRows } from '../../management/keyRow.ts';
import { check, pageShape, queryFlag } from '../../management/readBody.ts';
import { forbidden, seesAll, teamsOf, userIdOf } from '../../management/scope.ts';
import { isoOrNull } from '../../management/time.ts';
import { toUserRow } from '../../management/userRow.ts';

const listSchema = z.looseObject({
  ...pageShape,
  user_id: z.string().optional(),
  team_id: z.string().optional(),
  organization_id: z.string().optional(),
  key_hash: z.string().optional(),
  key_alias: z.string().optional(),
  budget_id: z.string().optional(),
  return_full_object: queryFlag,
  include_team_keys: queryFlag,
  sort_by: z.enum(['created_at', 'updated_at', 'key_alias', 'spend', 'max_budget', 'expires', 'token']).optional(),
  sort_order: z.enum(['asc', 'desc']).optional(),
  expand: z.union([z.string(), z.array(z.string())]).optional(),
  status: z.enum(['deleted']).optional(),
});

type ListQuery = z.infer<typeof listSchema>;

/** Keys by hash, or whole. Administrators see all; others their own, with `include_team_keys` those of the teams they lead. */
export function registerListKeys(server: FastifyInstance, context: GatewayContext): void {
  server.get('/key/list', async (request) => {
    const asked = check(listSchema, request.query);
    const query = await toKeyQuery(context, request, asked);
    const { rows, total } = await findRows(context, query, asked);
    return {
      keys: rows,
      total_count: total,
      current_page: asked.page,
      total_pages: Math.ceil(total / asked.size),
    };
  });

  server.get('/key/aliases', async (request) => {
    const { page, size, search } = check(aliasesSchema, request.query);
    const caller = callerOf(request);
    const aliases = seesAll(caller) ? await context.keys.aliases() : await ownAliases(context, request);
    const found = aliases.filter((alias) => alias.toLowerCase().includes((search ?? '').toLowerCase()));
    return {
      aliases: found.slice((page - 1) * size, page * size),
      total_count: found.length,
      current_page: page,
      total_pages: Math.ceil(found.length / size),
      size,
    };
  });
}

const aliasesSchema = z.looseObject({
  page: pageShape.page,
  size: z.coerce.number().int().min(1).max(100).default(50),
  search: z.string().optional(),
});

const MOST_OWN = 1000;

async function ownAliases(context: GatewayContext, request: FastifyRequest): Promise<readonly string[]> {
  const asked = check(listSchema, {});
  const query = await toKeyQuery(context, request, { ...asked, include_team_keys: true });
  const { keys } = await context.keys.list({ ...query, offset: 0, limit: MOST_OWN });
  return keys.flatMap(({ keyAlias }) => keyAlias ?? []).toSorted();
}

async function findRows(
  context: GatewayContext,
  query: KeyQuery,
  asked: ListQuery,
): Promise<{ readonly rows: readonly unknown[]; readonly total: number }> {
  const full = asked.return_full_object || asked.expand !== undefined;
  if (asked.status !== 'deleted') {
    const { keys, total } = await context.keys.list(query);
    return { rows: full ? await fullRows(context, keys, asked) : keys.map(({ token }) => token), total };
  }
  const { keys: deleted, total } = await context.keys.listDeleted(query);
  const keys = deleted.map(({ key }) => key);
  if (!full) return { rows: keys.map(({ token }) => token), total };
  const rows = (await fullRows(context, keys, asked)).map((row, index) => ({
    ...row,
    status: 'deleted',
    deleted_at: isoOrNull(deleted[index]?.deletedAt),
    deleted_by: deleted[index]?.deletedBy ?? null,
  }));
  return { rows, total };
}

async function fullRows(
  context: GatewayContext,
  keys: readonly VirtualKey[],
  asked: ListQuery,
): Promise<readonly Record<string, unknown>[]> {
  const withUser = [asked.expand].flat().includes('user');
  return (await toKeyRows(context, keys)).map((row, index) => {
    const key = keys[index];
    const user = key?.userId === undefined ? undefined : context.directory.find('user', key.userId);
    const own = { ...row, token: key?.token };
    return withUser ? { ...own, user: user === undefined ? null : toUserRow(user) } : own;
  });
}

/** What is asked for, within what the caller may see. Throws `permission` for another user's or team's keys. */
async function toKeyQuery(context: GatewayContext, request: FastifyRequest, asked: ListQuery): Promise<KeyQuery> {
  const caller = callerOf(request);
  const base = {
    token: asked.key_hash === undefined ? undefined : toToken(asked.key_hash),
    userId: asked.user_id,
    teamId: asked.team_id,
    organizationId: asked.organization_id,
    budgetId: asked.budget_id,
    sortBy: asked.sort_by,
    ascending: asked.sort_order === 'asc',
    offset: (asked.page - 1) * asked.size,
    limit: asked.size,
  };
  if (seesAll(caller)) return { ...base, aliasPart: asked.key_alias };
  const userId = userIdOf(caller);
  const { led } = await teamsOf(context, userId);
  if (asked.user_id !== undefined && asked.user_id !== userId) {
    throw forbidden("You are not authorized to check another user's keys", 'user_id');
  }
  if (asked.team_id !== undefined && !led.includes(asked.team_id)) {
    throw forbidden("You are not authorized to check this team's keys", 'team_id');
  }
  const teamIds = asked.include_team_keys || asked.team_id !== undefined ? led : [];
  if (userId !== undefined) return { ...base, alias: asked.key_alias, visibleTo: { userId, teamIds } };
  // A key without a user sees itself.
  return { ...base, alias: asked.key_alias, token: caller.role === 'key' ? caller.key.token : '' };
}
