import type { CallTrace } from '../../../domain/traceExport.ts';
import { statusOf, toAttemptSpan } from '../../otlp/callSpans.ts';
import { callAttributes } from '../../otlp/genAiAttributes.ts';
import { type OtlpSpan, spanIdOf, traceIdOf } from '../../otlp/span.ts';
import { mlflowAttributes } from './mlflowAttributes.ts';

/**
 * A call as one trace of MLflow: a root, and below it the attempts, which carry no usage because MLflow adds spans up.
 * The root never has a parent, not the client's either: a trace without its root stays "in progress" there.
 */
export function toMlflowSpans(trace: CallTrace): readonly OtlpSpan[] {
  const { record } = trace;
  const root: OtlpSpan = {
    traceId: traceIdOf(record.callId),
    spanId: spanIdOf(record.callId),
    parentSpanId: undefined,
    name: `litellm-${record.callType}`,
    kind: 'client',
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    attributes: { ...callAttributes(trace), ...mlflowAttributes(trace) },
    status: statusOf(record.error),
  };
  const attempts = record.attempts.map((attempt, index) => {
    const span = toAttemptSpan(attempt, index, root);
    return { ...span, attributes: { ...span.attributes, 'mlflow.spanType': 'LLM' } };
  });
  return [root, ...attempts];
}
