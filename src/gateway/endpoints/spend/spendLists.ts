import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { toUsd } from '../../../domain/money.ts';
import type { SpendGroup } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readQuery } from '../../readQuery.ts';
import { dayRange, lastDays } from './dates.ts';
import { keyNames } from './keyNames.ts';
import { sumOf } from './spendGroups.ts';
import { askedSpend, visibleSpend, visibleSums } from './visibleSpend.ts';

export const usersQuery = z.object({ user_id: z.string().optional() });
export const tagsQuery = z.object({ start_date: z.string().optional(), end_date: z.string().optional() });

const EVER = { from: undefined, to: undefined };

/** LiteLLM's lists of what keys, users and tags have spent, the most expensive first. */
export function registerSpendLists(server: FastifyInstance, context: GatewayContext): void {
  server.get('/spend/keys', async (request) => {
    const groups = await context.reports.sums(
      ['token', 'userId', 'teamId'],
      visibleSums(visibleSpend(callerOf(request))),
    );
    const names = await keyNames(context, groups);
    return groups.map((group) => ({
      token: group.of.token,
      ...names(group.of.token),
      user_id: group.of.userId || null,
      team_id: group.of.teamId || null,
      ...spendOf([group]),
    }));
  });
  server.get('/spend/users', async (request) => {
    const visible = askedSpend(callerOf(request), readQuery(usersQuery, request));
    const groups = await context.reports.sums(['userId'], visibleSums(visible));
    return groups
      .filter(({ of }) => of.userId !== '')
      .map((group) => ({ user_id: group.of.userId, ...spendOf([group]) }));
  });
  server.get('/spend/tags', async (request) => {
    const query = readQuery(tagsQuery, request);
    const asked = query.start_date !== undefined || query.end_date !== undefined;
    const range = asked ? dayRange(query, lastDays(context.clock.now(), 30)) : EVER;
    const groups = await context.reports.sums(['tag'], { ...visibleSums(visibleSpend(callerOf(request))), ...range });
    return groups.map((group) => ({
      individual_request_tag: group.of.tag,
      log_count: group.requests,
      total_spend: toUsd(group.cost),
      unknown_cost_requests: group.unknownCostRequests,
    }));
  });
}

/** `spend` holds the costs that are known; `unknown_cost_requests` says how many are not in it. */
function spendOf(groups: readonly SpendGroup[]): Record<string, number> {
  return {
    spend: toUsd(sumOf(groups, 'cost')),
    requests: sumOf(groups, 'requests'),
    unknown_cost_requests: sumOf(groups, 'unknownCostRequests'),
  };
}
