import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { toUsd } from '../../../domain/money.ts';
import type { SpendDimension, SpendGroup } from '../../../domain/spendReports.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readQuery } from '../../readQuery.ts';
import { DAY_MS, type DateRange, datesOf, dayRange, lastDays, toDay } from './dates.ts';
import { groupsBy, sumOf } from './spendGroups.ts';
import { toSpendLogRow } from './spendLogRow.ts';
import { askedSpend, type VisibleSpend, visibleSums } from './visibleSpend.ts';

export const spendLogsQuery = z.object({
  api_key: z.string().optional(),
  user_id: z.string().optional(),
  request_id: z.string().optional(),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  summarize: z.string().optional(),
});

const MOST_ROWS = 1000;

/** `GET /spend/logs`: LiteLLM's rows, or with both dates one sum per UTC day. A key sees its own, a master key all. */
export function registerSpendLogs(server: FastifyInstance, context: GatewayContext): void {
  server.get('/spend/logs', async (request) => {
    const query = readQuery(spendLogsQuery, request);
    const visible = askedSpend(callerOf(request), query);
    const { start_date: start, end_date: end, request_id: requestId } = query;
    if (start !== undefined && end !== undefined && requestId === undefined && query.summarize !== 'false') {
      const range = dayRange(query, lastDays(context.clock.now(), 1));
      return await summarise(context, visible, range, query.api_key !== undefined);
    }
    const from = start === undefined ? undefined : toDay(start, 'start_date');
    const to = end === undefined ? undefined : toDay(end, 'end_date') + DAY_MS;
    const rows = await context.spend.list({ ...visible, requestId, from, to }, { offset: 0, limit: MOST_ROWS });
    return rows.map(toSpendLogRow);
  });
}

/** One object per UTC day, days without requests included, as LiteLLM has it. */
async function summarise(
  context: GatewayContext,
  visible: VisibleSpend,
  range: DateRange,
  byKey: boolean,
): Promise<readonly unknown[]> {
  const groups = await context.reports.sums(['day', 'model', 'modelGroup', 'userId', 'token'], {
    ...range,
    ...visibleSums(visible),
  });
  const days = groupsBy(groups, 'day');
  return datesOf(range).map((day) => summariseDay(day, days.get(day) ?? [], byKey));
}

function summariseDay(startTime: string, groups: readonly SpendGroup[], byKey: boolean): Record<string, unknown> {
  return {
    ...(byKey ? costBy(groups, 'token') : {}),
    startTime,
    spend: toUsd(sumOf(groups, 'cost')),
    users: costBy(groups, 'userId'),
    models: costBy(groups, 'model', 'modelGroup'),
    unknown_cost_requests: sumOf(groups, 'unknownCostRequests'),
  };
}

/** USD by the values of a dimension; where a request has none, by those of the other one. */
function costBy(
  groups: readonly SpendGroup[],
  dimension: SpendDimension,
  otherwise: SpendDimension = dimension,
): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { of, cost } of groups) {
    const name = of[dimension] === '' ? of[otherwise] : of[dimension];
    sums.set(name, (sums.get(name) ?? 0) + cost);
  }
  return Object.fromEntries([...sums].map(([name, cost]) => [name, toUsd(cost)]));
}
