import type { AttemptRecord } from '../../domain/spend.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import { attemptAttributes, callAttributes, contentAttributes, operationOf } from './genAiAttributes.ts';
import { type OtlpSpan, type SpanAttributes, spanIdOf, traceIdOf } from './span.ts';

/** A call as spans: one for the request, and below it one for each attempt. A client's `traceparent` is continued. */
export function toCallSpans(trace: CallTrace): readonly OtlpSpan[] {
  const { record } = trace;
  const parent = readTraceparent(trace.metadata['traceparent']);
  const root: OtlpSpan = {
    traceId: parent?.traceId ?? traceIdOf(record.callId),
    spanId: spanIdOf(record.callId),
    parentSpanId: parent?.spanId,
    name: `${operationOf(record)} ${record.modelGroup}`.trim(),
    kind: 'client',
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    attributes: { ...callAttributes(trace), ...ownAttributes(trace), ...contentAttributes(trace) },
    status: statusOf(record.error),
  };
  return [root, ...record.attempts.map((attempt, index) => toAttemptSpan(attempt, index, root))];
}

/** The span of one attempt below `root`. Its attributes do not make it a second call to a model. */
export function toAttemptSpan(attempt: AttemptRecord, index: number, root: OtlpSpan): OtlpSpan {
  return {
    traceId: root.traceId,
    spanId: spanIdOf(`${root.spanId}/${index}`),
    parentSpanId: root.spanId,
    name: `attempt ${attempt.group}`,
    kind: 'client',
    startedAt: attempt.startedAt,
    endedAt: attempt.startedAt + attempt.durationMs,
    attributes: attemptAttributes(attempt),
    status: statusOf(attempt.error),
  };
}

export function statusOf(error: AttemptRecord['error']): OtlpSpan['status'] {
  return error === undefined ? { code: 'unset' } : { code: 'error', message: error.message };
}

/** What Torii knows beyond the conventions. */
function ownAttributes({ record, teamAlias, userEmail }: CallTrace): SpanAttributes {
  return {
    'user.id': record.endUser ?? record.userId,
    'user.email': userEmail,
    'torii.call_id': record.callId,
    'torii.call_type': record.callType,
    'torii.task_id': record.taskId,
    'torii.client': record.client,
    'torii.key_alias': record.keyAlias,
    'torii.team': teamAlias ?? record.teamId,
    'torii.deployment_id': record.modelId,
    'torii.tags': record.tags.length === 0 ? undefined : record.tags,
  };
}

/** Source: W3C Trace Context, `00-<trace>-<span>-<flags>`. */
function readTraceparent(value: unknown): { readonly traceId: string; readonly spanId: string } | undefined {
  const found = typeof value === 'string' ? /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-/.exec(value) : null;
  const [, traceId = '', spanId = ''] = found ?? [];
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId } : undefined;
}
