import { factsOf } from '../../../domain/noteFacts.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import type { RequestDetail, RequestSummary } from '../../../protocol/api.ts';

/** A row of the ledger as the dashboard's table shows it. */
export function toRequestSummary(record: SpendRecord): RequestSummary {
  const { usage } = record;
  return {
    callId: record.callId,
    requestId: record.requestId,
    callType: record.callType,
    startedAt: record.startedAt,
    durationMs: record.endedAt - record.startedAt,
    timeToFirstTokenMs: record.firstTokenAt === undefined ? null : record.firstTokenAt - record.startedAt,
    status: record.status,
    httpStatus: record.httpStatus,
    error: toError(record.error),
    modelGroup: record.modelGroup,
    model: record.model ?? null,
    provider: record.provider ?? null,
    region: record.region ?? null,
    stream: record.stream,
    fellBack: record.attempts.some(({ reason, status }) => reason === 'fallback' && status === 'success'),
    retries: record.attempts.filter(({ reason }) => reason === 'retry').length,
    client: record.client ?? null,
    keyAlias: record.keyAlias ?? null,
    taskId: record.taskId ?? null,
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    cacheReadTokens: usage?.cacheReadTokens ?? null,
    cacheWriteTokens: usage === undefined ? null : usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
    cost: record.cost ?? null,
  };
}

/** The same with everything that is known of it. */
export function toRequestDetail(record: SpendRecord): RequestDetail {
  return {
    ...toRequestSummary(record),
    attempts: record.attempts.map((attempt) => ({
      ...attempt,
      region: attempt.region ?? null,
      timeToFirstTokenMs: attempt.timeToFirstTokenMs ?? null,
      httpStatus: attempt.httpStatus ?? null,
      upstreamRequestId: attempt.upstreamRequestId ?? null,
      error: toError(attempt.error),
      notes: (attempt.notes ?? []).map((note) => ({ ...note, facts: [...factsOf(note)] })),
    })),
    costParts: record.costParts ?? null,
    cacheSavings: record.cacheSavings ?? null,
    price: record.price === undefined ? null : withoutUndefined(record.price),
    rawUsage: record.usage?.raw ?? null,
    sessionId: record.sessionId ?? null,
    tags: [...record.tags],
  };
}

function toError(error: SpendRecord['error']): RequestSummary['error'] {
  return error === undefined ? null : { kind: error.kind, code: error.code ?? null, message: error.message };
}

function withoutUndefined(price: NonNullable<SpendRecord['price']>): NonNullable<RequestDetail['price']> {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h, source } = price;
  return {
    source,
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheWrite5m === undefined ? {} : { cacheWrite5m }),
    ...(cacheWrite1h === undefined ? {} : { cacheWrite1h }),
  };
}
