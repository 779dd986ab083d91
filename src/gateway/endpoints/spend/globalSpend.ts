import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GLOBAL_SCOPE } from '../../../domain/budget.ts';
import { toUsd } from '../../../domain/money.ts';
import type { SpendGroup } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';
import { toToken } from '../../digest.ts';
import { readManaged } from '../../management/readBody.ts';
import { readQuery } from '../../readQuery.ts';
import { adminRoutes } from '../adminRoutes.ts';
import { type DateRange, dayRange, lastDays, toInstant } from './dates.ts';
import { keyNames } from './keyNames.ts';
import { groupsBy, rankedBy, sumOf, unknownOf, withModel } from './spendGroups.ts';

const dates = { start_date: z.string().optional(), end_date: z.string().optional() };

export const globalLogsQuery = z.object({ api_key: z.string().optional() });
export const topQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(10) });
export const providerQuery = z.object({ ...dates, api_key: z.string().optional() });
export const globalTagsQuery = z.object({ ...dates, tags: z.string().optional() });
export const endUsersBody = z.object({
  api_key: z.string().nullish(),
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
});

/** `/global/spend*`: what everybody spent, for admins. Sums leave unknown costs out and say how many there are. */
export function registerGlobalSpend(server: FastifyInstance, context: GatewayContext): void {
  adminRoutes(server, context, {
    'GET /global/spend': totalSpend,
    'GET /global/spend/logs': dailySpend,
    'GET /global/spend/keys': topKeys,
    'GET /global/spend/teams': async () => toTeams(await context.reports.sums(['day', 'teamId'], recent(context))),
    'GET /global/spend/models': topModels,
    'GET /global/spend/provider': byProvider,
    'GET /global/spend/tags': byTag,
    'GET /global/spend/all_tag_names': async () => {
      const groups = await context.reports.sums(['tag'], {});
      return { tag_names: groups.map(({ of }) => of.tag).sort() };
    },
    'POST /global/spend/end_users': byEndUser,
    // LiteLLM renews a materialised view here; Torii's sums are part of each request's own transaction.
    'POST /global/spend/refresh': () => ({ message: 'Spend is always up to date.', status: 'success' }),
  });
}

async function totalSpend(context: GatewayContext): Promise<unknown> {
  const groups = await context.reports.sums([], {});
  const budget = (await context.budgets.states(GLOBAL_SCOPE.kind, [GLOBAL_SCOPE.id])).get(GLOBAL_SCOPE.id);
  const cap = budget?.windows.find(({ model, maxBudget }) => model === undefined && maxBudget !== undefined)?.maxBudget;
  return {
    spend: toUsd(sumOf(groups, 'cost')),
    max_budget: cap === undefined ? null : toUsd(cap),
    ...unknownOf(groups),
  };
}

async function dailySpend(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const { api_key: key } = readQuery(globalLogsQuery, request);
  const days = await context.reports.sums(['day'], { ...recent(context), token: tokensOf(key) });
  return days.map((day) => ({ date: day.of.day, spend: toUsd(day.cost), ...unknownOf([day]) }));
}

async function topKeys(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const { limit } = readQuery(topQuery, request);
  const top = (await context.reports.sums(['token'], recent(context))).slice(0, limit);
  const names = await keyNames(context, top);
  return top.map((group) => ({
    api_key: group.of.token,
    ...names(group.of.token),
    total_spend: toUsd(group.cost),
    ...unknownOf([group]),
  }));
}

async function topModels(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const { limit } = readQuery(topQuery, request);
  const groups = await context.reports.sums(['model', 'modelGroup'], recent(context));
  return rankedBy(withModel(groups), 'model')
    .slice(0, limit)
    .map(({ name, cost, groups: members }) => ({ model: name, total_spend: toUsd(cost), ...unknownOf(members) }));
}

async function byProvider(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const query = readQuery(providerQuery, request);
  const range = dayRange(query, recent(context));
  const groups = await context.reports.sums(['provider'], { ...range, token: tokensOf(query.api_key) });
  return groups.map((group) => ({
    provider: group.of.provider || 'Unassigned',
    spend: toUsd(group.cost),
    ...unknownOf([group]),
  }));
}

async function byTag(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const query = readQuery(globalTagsQuery, request);
  const tag = query.tags?.split(',').map((name) => name.trim());
  const groups = await context.reports.sums(['tag'], { ...dayRange(query, recent(context)), tag });
  return {
    spend_per_tag: groups.map((group) => ({
      name: group.of.tag,
      spend: toUsd(group.cost),
      log_count: group.requests,
      ...unknownOf([group]),
    })),
  };
}

async function byEndUser(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const { api_key: key, startTime, endTime } = readManaged(request, endUsersBody);
  const usual = recent(context);
  const groups = await context.reports.sums(['endUser'], {
    token: tokensOf(key ?? undefined),
    from: startTime ? toInstant(startTime, 'startTime') : usual.from,
    to: endTime ? toInstant(endTime, 'endTime') + 1 : usual.to,
  });
  return groups
    .filter(({ of }) => of.endUser !== '')
    .map((group) => ({
      end_user: group.of.endUser,
      total_count: group.requests,
      total_spend: toUsd(group.cost),
      ...unknownOf([group]),
    }));
}

/** Days that LiteLLM's `/global/spend` charts look back. */
const USUAL_DAYS = 30;

function recent(context: GatewayContext): DateRange {
  return lastDays(context.clock.now(), USUAL_DAYS);
}

function tokensOf(key: string | undefined): readonly string[] | undefined {
  return key === undefined || key === '' ? undefined : [toToken(key)];
}

function toTeams(groups: readonly SpendGroup[]): Record<string, unknown> {
  const teams = rankedBy(groups, 'teamId');
  return {
    daily_spend: [...groupsBy(groups, 'day')].map(([date, day]) => ({
      date,
      ...Object.fromEntries(day.map(({ of, cost }) => [teamName(of.teamId), toUsd(cost)])),
    })),
    teams: teams.map(({ name }) => teamName(name)),
    total_spend_per_team: teams.map(({ name, cost, groups: members }) => ({
      team_id: teamName(name),
      total_spend: toUsd(cost),
      ...unknownOf(members),
    })),
  };
}

export function teamName(teamId: string): string {
  return teamId === '' ? 'Unassigned' : teamId;
}
