import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RateLimitCount, SpendGroup } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readQuery } from '../../readQuery.ts';
import { adminRoutes } from '../adminRoutes.ts';
import { type DateRange, datesOf, dayRange, lastDays, shortDate } from './dates.ts';
import { groupsBy, rankedBy, sumOf, totalTokensOf, withModel } from './spendGroups.ts';
import { visibleSpend, visibleSums } from './visibleSpend.ts';

export const activityQuery = z.object({ start_date: z.string().optional(), end_date: z.string().optional() });
export const exceptionsQuery = activityQuery.extend({ model_group: z.string().optional() });

const USUAL_DAYS = 30;

/** `/global/activity*`: requests, tokens and refusals for too many requests, per UTC day. Users see their own requests. */
export function registerGlobalActivity(server: FastifyInstance, context: GatewayContext): void {
  server.get('/global/activity', (request) => activity(context, request));
  server.get('/global/activity/model', (request) => activityByModel(context, request));
  adminRoutes(server, context, {
    'GET /global/activity/exceptions': exceptions,
    'GET /global/activity/exceptions/deployment': exceptionsByDeployment,
  });
}

async function activity(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const range = rangeOf(context, readQuery(activityQuery, request));
  return toActivity(range, await context.reports.sums(['day'], { ...range, ...visibleTo(request) }));
}

async function activityByModel(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const range = rangeOf(context, readQuery(activityQuery, request));
  const groups = await context.reports.sums(['day', 'model', 'modelGroup'], { ...range, ...visibleTo(request) });
  return rankedBy(withModel(groups), 'model')
    .map(({ name, groups: members }) => ({ model: name, ...toActivity(range, members) }))
    .sort((one, other) => other.sum_api_requests - one.sum_api_requests);
}

function visibleTo(request: FastifyRequest) {
  return visibleSums(visibleSpend(callerOf(request)));
}

function toActivity(range: DateRange, groups: readonly SpendGroup[]) {
  const days = groupsBy(groups, 'day');
  return {
    daily_data: datesOf(range).map((date) => ({
      date: shortDate(date),
      api_requests: sumOf(days.get(date) ?? [], 'requests'),
      total_tokens: totalTokensOf(days.get(date) ?? []),
    })),
    sum_api_requests: sumOf(groups, 'requests'),
    sum_total_tokens: totalTokensOf(groups),
  };
}

async function exceptions(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  return toExceptions(await rateLimitsOf(context, request));
}

async function exceptionsByDeployment(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const counts = await rateLimitsOf(context, request);
  const deployments = [...new Set(counts.map(({ modelId }) => modelId))];
  return deployments.map((modelId) => {
    const own = counts.filter((count) => count.modelId === modelId);
    return { api_base: own[0]?.apiBase ?? '', model_id: modelId, ...toExceptions(own) };
  });
}

async function rateLimitsOf(context: GatewayContext, request: FastifyRequest): Promise<readonly RateLimitCount[]> {
  const query = readQuery(exceptionsQuery, request);
  return await context.reports.rateLimits({ ...rangeOf(context, query), modelGroup: query.model_group });
}

function toExceptions(counts: readonly RateLimitCount[]): Record<string, unknown> {
  const days = new Map<string, number>();
  for (const { day, count } of counts) days.set(day, (days.get(day) ?? 0) + count);
  return {
    daily_data: [...days].map(([day, count]) => ({ date: shortDate(day), num_rate_limit_exceptions: count })),
    sum_num_rate_limit_exceptions: counts.reduce((sum, { count }) => sum + count, 0),
  };
}

function rangeOf(context: GatewayContext, query: z.infer<typeof activityQuery>): DateRange {
  return dayRange(query, lastDays(context.clock.now(), USUAL_DAYS));
}
