import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Entity, stringsOf, textOf } from '../../../domain/entities.ts';
import { GatewayError } from '../../../domain/errors.ts';
import { groupBy } from '../../../domain/groupBy.ts';
import type { Caller } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { JsonList, listParts, oneAnswer } from '../../jsonPieces.ts';
import { callerOf } from '../../llmRequest.ts';
import { MEMBER_PERMISSIONS } from '../../management/entityBody.ts';
import { changeEntity, requireEntities, requireEntity } from '../../management/entityChanges.ts';
import { toKeyRows } from '../../management/keyRow.ts';
import { check, pageShape, readManaged } from '../../management/readBody.ts';
import { keysOf } from '../../management/removeKeys.ts';
import { forbidden, seesAll, teamsOf, userIdOf } from '../../management/scope.ts';
import { sortedEntities } from '../../management/sortedEntities.ts';
import { toMembershipRows, toTeamRow, toTeamRows } from '../../management/teamRow.ts';
import { sendJson } from '../../sendJson.ts';
import { requireLedTeam } from './teamMembers.ts';

type Row = Readonly<Record<string, unknown>>;

const teamQuery = z.looseObject({ team_id: z.string().min(1) });
const listQuery = z.looseObject({ user_id: z.string().optional(), organization_id: z.string().optional() });
const pagedQuery = z.looseObject({
  ...listQuery.shape,
  page: pageShape.page,
  page_size: pageShape.size,
  team_id: z.string().optional(),
  team_alias: z.string().optional(),
  sort_by: z.enum(['team_alias', 'created_at', 'team_id', 'spend', 'max_budget']).default('created_at'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
});
const permissionsSchema = z.strictObject({
  team_id: z.string(),
  team_member_permissions: z.array(
    z.enum(['/key/generate', '/key/update', '/key/delete', '/key/regenerate', '/key/info']),
  ),
});

/** Teams as their members, and administrators, see them. */
export function registerShowTeam(server: FastifyInstance, context: GatewayContext): void {
  server.get('/team/info', async (request, reply) => {
    const { team_id: id } = check(teamQuery, request.query);
    const team = await requireEntity(context, 'team', id);
    await requireMembership(context, callerOf(request), id);
    const [whole] = await wholeTeams(context, [team]);
    const { keys, memberships, row } = whole ?? { keys: [], memberships: [], row: {} };
    const answer = {
      team_id: id,
      team_info: row,
      keys: new JsonList(keys),
      team_memberships: new JsonList(memberships),
    };
    return await sendJson(reply, context.clock, oneAnswer(answer));
  });

  server.get('/team/list', async (request, reply) => {
    const query = check(listQuery, request.query);
    const teams = await visibleTeams(context, callerOf(request), query);
    return await sendJson(reply, context.clock, listParts(eachWhole(context, teams)));
  });

  server.get('/v2/team/list', async (request) => {
    const query = check(pagedQuery, request.query);
    const found = (await visibleTeams(context, callerOf(request), query)).filter((team) => fits(team, query));
    const { page, page_size: size, sort_by: by, sort_order: order } = query;
    const sorted = await sortedEntities(context, 'team', found, { by, order });
    return {
      teams: await toTeamRows(context, sorted.slice((page - 1) * size, page * size)),
      total: found.length,
      page,
      page_size: size,
      total_pages: Math.ceil(found.length / size),
    };
  });

  // Teams that one may join by oneself come from LiteLLM's single sign-on, which Torii has not.
  server.get('/team/available', () => []);

  server.get('/team/permissions_list', async (request) => {
    const { team_id: id } = check(teamQuery, request.query);
    const team = await requireEntity(context, 'team', id);
    await requireMembership(context, callerOf(request), id);
    return {
      team_id: id,
      team_member_permissions: stringsOf(team.fields, 'team_member_permissions'),
      all_available_permissions: MEMBER_PERMISSIONS,
    };
  });

  server.post('/team/permissions_update', async (request) => {
    const { team_id: id, team_member_permissions } = readManaged(request, permissionsSchema);
    const team = await requireLedTeam(context, request, id);
    return await toTeamRow(context, await changeEntity(context, request, team, { team_member_permissions }));
  });
}

interface WholeTeam {
  readonly row: Row;
  readonly keys: readonly Row[];
  readonly memberships: readonly Row[];
}

/** Teams that are read at once. */
const TEAMS_TOGETHER = 100;

/** Of ten thousand teams only some are in memory at a time. */
async function* eachWhole(context: GatewayContext, teams: readonly Entity[]): AsyncGenerator<Row, void, undefined> {
  for (let first = 0; first < teams.length; first += TEAMS_TOGETHER) {
    for (const { row, keys, memberships } of await wholeTeams(context, teams.slice(first, first + TEAMS_TOGETHER))) {
      yield { ...row, keys, team_memberships: memberships };
    }
  }
}

/** With their keys and what their members may spend: a few queries, however many teams. */
async function wholeTeams(context: GatewayContext, teams: readonly Entity[]): Promise<readonly WholeTeam[]> {
  const teamIds = teams.map(({ id }) => id);
  const [only] = teamIds;
  const ofTeams =
    teamIds.length === 1 && only !== undefined ? { teamId: only } : { visibleTo: { userId: undefined, teamIds } };
  const [rows, keys, members] = await Promise.all([
    toTeamRows(context, teams),
    keysOf(context, ofTeams),
    context.entities.membersOfAll({ teamIds }),
  ]);
  const keyRows = (await toKeyRows(context, keys)).map((row, index): Row => ({ ...row, token: keys[index]?.token }));
  const keysByTeam = groupBy(keyRows, (row) => row['team_id']);
  const memberships = groupBy(await toMembershipRows(context, members), (row) => row['team_id']);
  return teams.map(({ id }, index) => ({
    row: rows[index] ?? {},
    keys: keysByTeam.get(id) ?? [],
    memberships: memberships.get(id) ?? [],
  }));
}

/** Throws `permission` unless the caller belongs to the team, or sees all. */
async function requireMembership(context: GatewayContext, caller: Caller, id: string): Promise<void> {
  if (seesAll(caller) || (caller.role === 'key' && caller.key.teamId === id)) return;
  if ((await teamsOf(context, userIdOf(caller))).all.includes(id)) return;
  throw forbidden(`key not allowed to access this team's info. team_id=${id}`, 'team_id');
}

/** All teams, or those of one user; who does not see all sees only what is theirs. */
async function visibleTeams(
  context: GatewayContext,
  caller: Caller,
  query: z.infer<typeof listQuery>,
): Promise<readonly Entity[]> {
  const { user_id: userId, organization_id: organization } = query;
  const own = userIdOf(caller);
  if (!seesAll(caller) && userId !== undefined && userId !== own) {
    throw new GatewayError('permission', "Only admin users can query other users' teams.", { param: 'user_id' });
  }
  const all = seesAll(caller) && userId === undefined;
  const teams = all
    ? await context.entities.list('team')
    : await requireEntities(context, 'team', (await teamsOf(context, userId ?? own)).all);
  return teams.filter(({ fields }) => organization === undefined || textOf(fields, 'organization_id') === organization);
}

function fits(team: Entity, query: z.infer<typeof pagedQuery>): boolean {
  const alias = textOf(team.fields, 'team_alias')?.toLowerCase() ?? '';
  return (
    (query.team_id === undefined || team.id === query.team_id) &&
    (query.team_alias === undefined || alias.includes(query.team_alias.toLowerCase()))
  );
}
