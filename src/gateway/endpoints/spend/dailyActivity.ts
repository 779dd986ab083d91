import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DailySpendFilter, SpendDimension } from '../../../domain/spendReports.ts';
import type { Caller } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { type JsonObject, listParts } from '../../jsonPieces.ts';
import { callerOf } from '../../llmRequest.ts';
import { seesAll, teamsOf, userIdOf } from '../../management/scope.ts';
import { readQuery } from '../../readQuery.ts';
import { sendJson } from '../../sendJson.ts';
import { type ActivityEntity, type ActivityGroups, toActivityDays } from './activityBreakdown.ts';
import { ACTIVITY_FIGURES, type ActivitySums, sumsOf, toActivityTotals } from './activityMetrics.ts';
import { type DateRange, dayRange, lastDays } from './dates.ts';
import { daysWithRequests, inDayWindows } from './dayWindows.ts';
import { keyNames } from './keyNames.ts';
import { withModel } from './spendGroups.ts';
import { askedSpend } from './visibleSpend.ts';

export const dailyActivityQuery = z.object({
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  model: z.string().optional(),
  api_key: z.string().optional(),
  user_id: z.string().optional(),
  user_ids: z.string().optional(),
  team_ids: z.string().optional(),
  tags: z.string().optional(),
  end_user_ids: z.string().optional(),
  exclude_team_ids: z.string().optional(),
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(1000).default(1000),
});

type Query = z.infer<typeof dailyActivityQuery>;

const ROUTES: Readonly<Record<string, ActivityEntity>> = {
  '/user/daily/activity': 'userId',
  '/team/daily/activity': 'teamId',
  '/tag/daily/activity': 'tag',
  '/customer/daily/activity': 'endUser',
  '/end_user/daily/activity': 'endUser',
};

/**
 * LiteLLM's activity per UTC day, newest first, with its breakdowns. Administrators see everybody's, admins of teams
 * their teams', others their own. A request with several tags counts under each of them. Pages are of days.
 */
export function registerDailyActivity(server: FastifyInstance, context: GatewayContext): void {
  for (const [url, entity] of Object.entries(ROUTES)) {
    server.get(url, (request, reply) => activity(context, request, reply, { entity, whole: false }));
  }
  server.get('/user/daily/activity/aggregated', (request, reply) =>
    activity(context, request, reply, { entity: 'userId', whole: true }),
  );
}

async function activity(
  context: GatewayContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { entity, whole }: { readonly entity: ActivityEntity; readonly whole: boolean },
): Promise<FastifyReply> {
  const query = readQuery(dailyActivityQuery, request);
  const range = dayRange(query, lastDays(context.clock.now(), 30));
  const filter = { ...range, ...(await toFilter(context, query, callerOf(request), entity)) };
  const days = (await daysWithRequests(context, filter)).toReversed();
  const size = whole ? Math.max(1, days.length) : query.page_size;
  const page = whole ? 1 : query.page;
  const shown = days.slice((page - 1) * size, page * size);
  const pages = Math.max(1, Math.ceil(days.length / size));
  const place = { page, total_pages: pages, has_more: page < pages };
  return await sendJson(reply, context.clock, toAnswer(context, { days: shown, filter, entity }, place));
}

interface Asked {
  readonly days: readonly string[];
  readonly filter: DailySpendFilter;
  readonly entity: ActivityEntity;
}

/** The totals come last: they are those of the days that have been written. */
async function* toAnswer(
  context: GatewayContext,
  asked: Asked,
  place: Readonly<Record<string, unknown>>,
): AsyncGenerator<Iterable<string>, void, undefined> {
  const written: ActivitySums[] = [];
  yield ['{"results":'];
  yield* listParts(eachDay(context, asked, written));
  yield [`,"metadata":${JSON.stringify({ ...toActivityTotals(sumsOf(written)), ...place })}}`];
}

async function* eachDay(
  context: GatewayContext,
  { days, filter, entity }: Asked,
  written: ActivitySums[],
): AsyncGenerator<JsonObject, void, undefined> {
  const read = (range: DateRange) => groupsOf(context, { ...filter, ...range }, entity);
  for await (const { days: some, read: groups } of inDayWindows(days, read, countOf)) {
    written.push(sumsOf(groups.keys));
    yield* toActivityDays(some, groups, await keyNames(context, groups.keys));
  }
}

function countOf({ keys, models, providers, endpoints, entities }: ActivityGroups): number {
  return keys.length + models.length + providers.length + endpoints.length + entities.groups.length;
}

/** One query for each way of telling requests apart: all ways at once would give a group for nearly every request. */
async function groupsOf(
  context: GatewayContext,
  filter: DailySpendFilter,
  entity: ActivityEntity,
): Promise<ActivityGroups> {
  const sums = (...by: readonly SpendDimension[]) =>
    context.reports.figures(['day', ...by, 'token'], filter, ACTIVITY_FIGURES);
  // Asked for together: one is read while another is taken apart.
  const [keys, models, providers, endpoints, own] = await Promise.all([
    sums('teamId'),
    sums('model', 'modelGroup'),
    sums('provider'),
    sums('callType'),
    entity === 'teamId' ? undefined : sums(entity),
  ]);
  return {
    keys,
    models: withModel(models),
    providers,
    endpoints,
    entities: { dimension: entity, groups: own ?? keys },
  };
}

async function toFilter(
  context: GatewayContext,
  query: Query,
  caller: Caller,
  entity: ActivityEntity,
): Promise<DailySpendFilter> {
  const teams = listOf(query.team_ids);
  const common = {
    tag: entity === 'tag' ? listOf(query.tags) : undefined,
    endUser: listOf(query.end_user_ids),
    modelGroup: listOf(query.model),
    withoutTeams: listOf(query.exclude_team_ids),
  };
  const led = entity === 'teamId' && !seesAll(caller) ? (await teamsOf(context, userIdOf(caller))).led : [];
  const asked = teams ?? led;
  if (led.length > 0 && asked.every((team) => led.includes(team))) return { ...common, teamId: asked };
  const users = listOf(query.user_ids ?? query.user_id);
  const { token, userId } = askedSpend(caller, { api_key: query.api_key, user_id: foreign(users, caller) });
  return {
    ...common,
    teamId: teams,
    token: token === undefined ? undefined : [token],
    userId: userId === undefined ? users : [userId],
  };
}

/** A user that the caller is not, where one is asked for: `askedSpend` refuses it. */
function foreign(users: readonly string[] | undefined, caller: Caller): string | undefined {
  if (seesAll(caller)) return undefined;
  return users?.find((user) => user !== userIdOf(caller)) ?? users?.[0];
}

function listOf(text: string | undefined): readonly string[] | undefined {
  const names = text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names === undefined || names.length === 0 ? undefined : names;
}
