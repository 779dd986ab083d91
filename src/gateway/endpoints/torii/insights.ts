import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SpeedSummary } from '../../../domain/insights.ts';
import {
  FAILURES_PATH,
  type Failures,
  SPEED_PATH,
  type Speed,
  type SpeedSummary as SpeedView,
} from '../../../protocol/insights.ts';
import type { GatewayContext } from '../../context.ts';
import { readQuery } from '../../readQuery.ts';
import { epochMs, timeZone } from './query.ts';
import { toLatency } from './totalsView.ts';

const rangeFields = { from: epochMs, to: epochMs, timeZone };
const isForward = ({ from, to }: { from: number; to: number }): boolean => from < to;
const BACKWARD = 'from must be before to';
export const speedQuery = z.object(rangeFields).refine(isForward, BACKWARD);
export const failuresQuery = z.object({ ...rangeFields, model: z.string().optional() }).refine(isForward, BACKWARD);

/** Speed and failures over time and by model. Admin only. */
export function registerInsights(server: FastifyInstance, context: GatewayContext): void {
  server.get(SPEED_PATH, { config: { dashboard: true } }, async (request): Promise<Speed> => {
    const range = readQuery(speedQuery, request);
    const { step, oneIn, all, points, models } = await context.insights.speed(range);
    return {
      from: range.from,
      to: range.to,
      step,
      oneIn,
      all: all.map((point) => ({ start: point.start, ...toView(point) })),
      points: points.map((point) => ({ start: point.start, modelGroup: point.modelGroup, ...toView(point) })),
      models: models.map((model) => ({ modelGroup: model.modelGroup, ...toView(model) })),
    };
  });

  server.get(FAILURES_PATH, { config: { dashboard: true } }, async (request): Promise<Failures> => {
    const { model, ...range } = readQuery(failuresQuery, request);
    const { from, to } = range;
    const [{ step, groups, buckets }, totals] = await Promise.all([
      context.insights.failures(range, model),
      context.spend.totals({ from, to, model }),
    ]);
    const { requests, failures, fallbacks } = totals;
    return {
      ...{ from, to, step, requests, failures, fallbacks },
      groups: groups.map((group) => ({ ...group, code: group.code ?? null, provider: group.provider ?? null })),
      buckets: [...buckets],
    };
  });
}

function toView(summary: SpeedSummary): SpeedView {
  return {
    ...toLatency(summary),
    measured: summary.measured,
    tokensPerSecondP50: summary.tokensPerSecondP50 ?? null,
  };
}
