import { cachePlanOf, cachePointStates, findCacheBreak } from '../../../domain/cacheHistory.ts';
import { whyNoPoints } from '../../../domain/noteFacts.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import type { TraceNeighbours } from '../../../domain/traces.ts';
import type { CacheBreak, TraceDetail, TraceSummary } from '../../../protocol/traces.ts';
import type { GatewayContext } from '../../context.ts';
import { toRequestDetail, toRequestSummary } from './requestView.ts';
import { toTaskView } from './taskView.ts';

/** A row of the list of traces. */
export function toTraceSummary(record: SpendRecord, titles: ReadonlyMap<string, string>): TraceSummary {
  return {
    ...toRequestSummary(record),
    taskTitle: record.taskId === undefined ? null : (titles.get(record.taskId) ?? null),
    sessionId: record.sessionId ?? null,
    tags: [...record.tags],
    attempts: record.attempts.map(({ group, provider, model, region, startedAt, durationMs, ...attempt }) => ({
      group,
      provider,
      model,
      region: region ?? null,
      startedAt,
      durationMs,
      status: attempt.status,
      httpStatus: attempt.httpStatus ?? null,
      errorCode: attempt.error?.code ?? attempt.error?.kind ?? null,
      reason: attempt.reason,
    })),
  };
}

/** Everything about one request but its bodies. */
export async function toTraceDetail(context: GatewayContext, record: SpendRecord): Promise<TraceDetail> {
  await context.tasks.flush();
  const [neighbours, bodies] = await Promise.all([
    context.traceStore.neighbours(record),
    context.prompts.find(record.callId),
  ]);
  return {
    ...toRequestDetail(record),
    ...factsOf(record),
    task: await toTask(context, record, neighbours),
    cachePlan: toCachePlan(record),
    cacheBreak: await toCacheBreak(context, record, { before: neighbours?.previous, body: bodies?.request }),
    content: { kept: bodies !== undefined, storing: context.settings.current.storePrompts },
  };
}

function factsOf(record: SpendRecord) {
  const { usage } = record;
  return {
    reasoningTokens: usage?.reasoningTokens ?? null,
    cacheWrite5mTokens: usage?.cacheWrite5mTokens ?? null,
    cacheWrite1hTokens: usage?.cacheWrite1hTokens ?? null,
    serviceTier: record.serviceTier ?? null,
    userId: record.userId ?? null,
    teamId: record.teamId ?? null,
    endUser: record.endUser ?? null,
    apiBase: record.apiBase ?? null,
    metadata: { ...record.metadata },
  };
}

async function toTask(
  context: GatewayContext,
  record: SpendRecord,
  neighbours: TraceNeighbours | undefined,
): Promise<TraceDetail['task']> {
  const task = record.taskId === undefined ? undefined : await context.taskStore.find(record.taskId);
  if (task === undefined || neighbours === undefined) return null;
  const { position, requests, previous, next } = neighbours;
  const { id, title, titleFrom, firstAt } = toTaskView(task);
  const neighbour = { previousCallId: previous?.callId ?? null, nextCallId: next ?? null };
  return { id, title, titleFrom, firstAt, position, requests, ...neighbour };
}

function toCachePlan(record: SpendRecord): TraceDetail['cachePlan'] {
  const plan = cachePlanOf(record);
  if (plan === undefined) return null;
  const states = cachePointStates(plan.points, record.usage);
  return {
    source: plan.source,
    points: plan.points.map((point, index) => ({ ...point, state: states[index] ?? null })),
    reason: plan.reason ?? null,
    whyNone: whyNoPoints(plan) ?? null,
  };
}

async function toCacheBreak(
  context: GatewayContext,
  record: SpendRecord,
  { before, body }: { readonly before: SpendRecord | undefined; readonly body: unknown },
): Promise<CacheBreak | null> {
  if (before === undefined) return null;
  const earlier = body === undefined ? undefined : await context.prompts.find(before.callId);
  const bodies = earlier === undefined ? undefined : { before: earlier.request, now: body };
  const found = findCacheBreak(record, before, bodies);
  return found === undefined ? null : { ...found, comparedWith: before.callId };
}
