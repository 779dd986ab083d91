import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import { startOfDay } from '../../../domain/localDay.ts';
import {
  AGENTS_PATH,
  type AgentSightings,
  MODELS_PATH,
  type ModelList,
  OVERVIEW_PATH,
  type Overview,
  REQUESTS_PATH,
  type RequestList,
  type RunningRequest,
  STATUS_PATH,
  type Status,
} from '../../../protocol/api.ts';
import type { ActiveRequests } from '../../activeRequests.ts';
import type { GatewayContext } from '../../context.ts';
import { tightestBudget } from '../../limits/tightestBudget.ts';
import { readQuery } from '../../readQuery.ts';
import { toModelGroups } from './modelView.ts';
import { epochMs, page, timeZone } from './query.ts';
import { toRequestDetail, toRequestSummary } from './requestView.ts';
import { sumTotals, toLatency, toTotals } from './totalsView.ts';

/** Running requests that a page lists. */
const MOST_RUNNING = 20;

const statusQuery = z.object({ timeZone });
const overviewQuery = z
  .object({ from: epochMs, to: epochMs, timeZone })
  .refine(({ from, to }) => from < to, 'from must be before to');
const requestsQuery = z.object({
  ...page,
  model: z.string().optional(),
  status: z.enum(['success', 'failure']).optional(),
  task: z.string().optional(),
  from: epochMs.optional(),
  to: epochMs.optional(),
});

/** What the editor and the dashboard read. Admin only. */
export function registerToriiApi(server: FastifyInstance, context: GatewayContext, baseUrl: () => string): void {
  server.get(STATUS_PATH, { config: { dashboard: true } }, async (request): Promise<Status> => {
    const query = readQuery(statusQuery, request);
    return await toStatus(context, baseUrl(), query.timeZone);
  });

  server.get(OVERVIEW_PATH, { config: { dashboard: true } }, async (request): Promise<Overview> => {
    const query = readQuery(overviewQuery, request);
    return await toOverview(context, query);
  });

  server.get(REQUESTS_PATH, { config: { dashboard: true } }, async (request): Promise<RequestList> => {
    const { limit, offset, task, ...rest } = readQuery(requestsQuery, request);
    const filter = { ...rest, taskId: task };
    const [rows, total] = await Promise.all([
      context.spend.list(filter, { limit, offset }),
      context.spend.count(filter),
    ]);
    return { requests: rows.map(toRequestSummary), total };
  });

  server.get<{ Params: { callId: string } }>(
    `${REQUESTS_PATH}/:callId`,
    { config: { dashboard: true } },
    async (request) => {
      const record = await context.spend.find(request.params.callId);
      if (record === undefined) throw new GatewayError('not-found', 'No request with this id is in the ledger.');
      return toRequestDetail(record);
    },
  );

  server.get(
    AGENTS_PATH,
    { config: { dashboard: true } },
    (): AgentSightings => ({ agents: context.sightings.list() }),
  );

  server.get(MODELS_PATH, { config: { dashboard: true } }, (): ModelList => ({ groups: toModelGroups(context) }));
}

function toRunning(requests: ActiveRequests): RunningRequest[] {
  return requests
    .list()
    .slice(0, MOST_RUNNING)
    .map(({ callId, modelGroup, client, startedAt }) => ({ callId, modelGroup, client: client ?? null, startedAt }));
}

async function toStatus(context: GatewayContext, baseUrl: string, zone: string): Promise<Status> {
  const { identity, settings, clock } = context;
  const { diagnostics, inForce } = context.configState();
  const now = clock.now();
  const today = await context.spend.totals({ from: startOfDay(now, zone), to: now + 1 });
  const tightest = await tightestBudget(context);
  return {
    version: identity.version,
    pid: identity.pid,
    startedAt: identity.startedAt,
    baseUrl,
    configFile: settings.current.file ?? null,
    diagnostics: diagnostics.map(({ fix, ...rest }) => (fix === undefined ? rest : { ...rest, fix })),
    configInForce: inForce,
    modelGroups: new Set(settings.current.deployments.map(({ group }) => group)).size,
    today: toTotals(today),
    tightestBudget: tightest,
    activeRequests: context.activeRequests.count + context.journal.elsewhere(),
    running: toRunning(context.activeRequests),
  };
}

async function toOverview(
  context: GatewayContext,
  query: { readonly from: number; readonly to: number; readonly timeZone: string },
): Promise<Overview> {
  const { from, to } = query;
  const [previous, latency, buckets] = await Promise.all([
    context.spend.totals({ from: from - (to - from), to: from }),
    context.spend.latency({ from, to }),
    context.spend.byDayAndModel(query),
  ]);
  return {
    ...query,
    // The days make up the whole range, so nothing is read twice.
    totals: sumTotals(buckets),
    previous: toTotals(previous),
    latency: toLatency(latency),
    buckets: buckets.map((bucket) => ({ ...toTotals(bucket), day: bucket.day, modelGroup: bucket.modelGroup })),
  };
}
