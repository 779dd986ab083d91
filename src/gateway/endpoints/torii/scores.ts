import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { textOf } from '../../../domain/entities.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { Score, ScoreDelivery, ScoreTarget } from '../../../domain/score.ts';
import { newScoreSchema, SCORES_PATH, type ScoreList, type ScoreView } from '../../../protocol/scores.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin } from '../../management/scope.ts';
import { randomId } from '../../randomId.ts';
import { readQuery } from '../../readQuery.ts';
import { readScoreValue } from './scoreValue.ts';

const targetQuery = z.object({ trace_id: z.string().optional(), task_id: z.string().optional() });

/** Judgements on traces and tasks: kept in the ledger, and sent on to destinations that show them. Admin only. */
export function registerScores(server: FastifyInstance, context: GatewayContext): void {
  const config = { dashboard: true };
  server.post(SCORES_PATH, { config }, async (request): Promise<ScoreView> => await addScore(context, request));

  server.get(SCORES_PATH, { config }, async (request): Promise<ScoreList> => {
    const scores = await context.scores.list(targetOf(readQuery(targetQuery, request)));
    return { scores: scores.map(toView) };
  });

  server.delete<{ Params: { id: string } }>(`${SCORES_PATH}/:id`, { config }, async (request): Promise<ScoreView> => {
    requireAdmin(callerOf(request), SCORES_PATH);
    const removed = await context.scores.remove(request.params.id);
    if (removed === undefined) throw new GatewayError('not-found', 'No score has this id.');
    context.traces.offerScore({ score: removed, traceId: undefined, sessionId: undefined, removed: true });
    context.notices.publish({ type: 'scores-changed' });
    return toView(removed);
  });
}

async function addScore(context: GatewayContext, request: FastifyRequest): Promise<ScoreView> {
  const caller = callerOf(request);
  requireAdmin(caller, SCORES_PATH);
  const given = readManaged(request, newScoreSchema);
  const score: Score = {
    id: randomId(context.random),
    name: given.name,
    ...readScoreValue(given),
    comment: given.comment ?? undefined,
    target: targetOf(given),
    author: caller.role === 'key' ? (caller.key.keyAlias ?? caller.key.keyName) : 'admin',
    createdAt: context.clock.now(),
  };
  const delivery = await addressed(context, score);
  await context.scores.add(score);
  context.traces.offerScore(delivery);
  context.notices.publish({ type: 'scores-changed' });
  return toView(score);
}

/** The names by which destinations know the target. Throws `not-found` where the ledger has no such target. */
async function addressed({ spend, taskStore, tasks }: GatewayContext, score: Score): Promise<ScoreDelivery> {
  const { target } = score;
  if (target.kind === 'trace') {
    const record = await spend.find(target.callId);
    if (record === undefined) throw new GatewayError('not-found', 'No request with this id is in the ledger.');
    return { score, traceId: textOf(record.metadata, 'trace_id') ?? record.callId, sessionId: undefined };
  }
  await tasks.flush();
  if ((await taskStore.find(target.taskId)) === undefined) {
    throw new GatewayError('not-found', 'No task with this id is in the ledger.');
  }
  const [newest] = await spend.list({ taskId: target.taskId }, { offset: 0, limit: 1 });
  return { score, traceId: undefined, sessionId: newest?.sessionId ?? target.taskId };
}

function targetOf(given: {
  readonly trace_id?: string | null | undefined;
  readonly task_id?: string | null | undefined;
}): ScoreTarget {
  const { trace_id: callId, task_id: taskId } = given;
  if (callId && !taskId) return { kind: 'trace', callId };
  if (taskId && !callId) return { kind: 'task', taskId };
  throw new GatewayError('bad-request', 'Name either trace_id or task_id.', { param: 'trace_id' });
}

function toView(score: Score): ScoreView {
  const { target } = score;
  return {
    id: score.id,
    name: score.name,
    value: score.value,
    data_type: score.dataType,
    comment: score.comment ?? null,
    trace_id: target.kind === 'trace' ? target.callId : null,
    task_id: target.kind === 'task' ? target.taskId : null,
    author: score.author,
    created_at: Math.round(score.createdAt),
  };
}
