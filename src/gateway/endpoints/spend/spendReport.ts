import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { toUsd } from '../../../domain/money.ts';
import type { DailySpendFilter, FigureGroup } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';
import { toToken } from '../../digest.ts';
import { JsonList, JsonObject, lazily, listParts } from '../../jsonPieces.ts';
import { readQuery } from '../../readQuery.ts';
import { sendJson } from '../../sendJson.ts';
import { adminRoutes } from '../adminRoutes.ts';
import { type DateRange, dayRange, lastDays } from './dates.ts';
import { daysWithRequests, inDayWindows } from './dayWindows.ts';
import { teamName } from './globalSpend.ts';
import {
  groupsByDay,
  promptTokensOf,
  rankedBy,
  sumOf,
  TOKEN_FIGURES,
  totalTokensOf,
  unknownOf,
  withModel,
} from './spendGroups.ts';

const FIGURES = ['cost', 'unknownCostRequests', ...TOKEN_FIGURES] as const;
type Group = FigureGroup<(typeof FIGURES)[number]>;

export const reportQuery = z.object({
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  group_by: z.enum(['team', 'customer', 'api_key']).default('team'),
  api_key: z.string().optional(),
  internal_user_id: z.string().optional(),
  team_id: z.string().optional(),
  customer_id: z.string().optional(),
});

/** `/global/spend/report`: spend per day and team or customer, or per key, told apart by model. */
export function registerSpendReport(server: FastifyInstance, context: GatewayContext): void {
  adminRoutes(server, context, { 'GET /global/spend/report': report });
}

async function report(context: GatewayContext, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const query = readQuery(reportQuery, request);
  const filter: DailySpendFilter = {
    ...dayRange(query, lastDays(context.clock.now(), 30)),
    token: query.api_key === undefined ? undefined : [toToken(query.api_key)],
    userId: query.internal_user_id === undefined ? undefined : [query.internal_user_id],
    teamId: query.team_id === undefined ? undefined : [query.team_id],
    endUser: query.customer_id === undefined ? undefined : [query.customer_id],
  };
  if (query.group_by === 'api_key') {
    const groups = withModel(await context.reports.figures(['model', 'modelGroup', 'token'], filter, FIGURES));
    return rankedBy(groups, 'token').map(({ name, groups: own }) => toKeyEntry(name, own));
  }
  const days = await daysWithRequests(context, filter);
  return await sendJson(reply, context.clock, listParts(eachDay(context, days, filter, query.group_by)));
}

/** The days of the report, read as they are written: with many customers it has many MB. */
async function* eachDay(
  context: GatewayContext,
  days: readonly string[],
  filter: DailySpendFilter,
  by: keyof typeof ENTITIES,
): AsyncGenerator<JsonObject, void, undefined> {
  const { dimension, list, nameOf } = ENTITIES[by];
  const read = (range: DateRange) =>
    context.reports.figures(['day', dimension, 'model', 'modelGroup', 'token'], { ...filter, ...range }, FIGURES);
  for await (const window of inDayWindows(days, read, ({ length }) => length)) {
    for (const [day, members] of groupsByDay(withModel(window.read))) {
      const entries = lazily(rankedBy(members, dimension), ({ name, groups }) => ({
        ...nameOf(name),
        ...toEntry(groups),
      }));
      yield new JsonObject([
        ['group_by_day', day],
        [list, new JsonList(entries)],
      ]);
    }
  }
}

const ENTITIES = {
  team: { dimension: 'teamId', list: 'teams', nameOf: (name: string) => ({ team_name: teamName(name) }) },
  customer: { dimension: 'endUser', list: 'customers', nameOf: (name: string) => ({ customer: name }) },
} as const;

function toEntry(groups: readonly Group[]): Record<string, unknown> {
  return {
    total_spend: toUsd(sumOf(groups, 'cost')),
    ...unknownOf(groups),
    metadata: rankedBy(groups, 'model').flatMap(({ name, groups: own }) =>
      rankedBy(own, 'token').map(({ name: token, cost, groups: members }) => ({
        model: name,
        spend: toUsd(cost),
        total_tokens: totalTokensOf(members),
        api_key: token,
      })),
    ),
  };
}

function toKeyEntry(token: string, groups: readonly Group[]): Record<string, unknown> {
  return {
    api_key: token,
    ...toCosts(groups),
    model_details: rankedBy(groups, 'model').map(({ name, groups: own }) => ({ model: name, ...toCosts(own) })),
  };
}

function toCosts(groups: readonly Group[]): Record<string, unknown> {
  return {
    total_cost: toUsd(sumOf(groups, 'cost')),
    total_input_tokens: promptTokensOf(groups),
    total_output_tokens: sumOf(groups, 'outputTokens'),
    ...unknownOf(groups),
  };
}
