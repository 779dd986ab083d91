import type { CallTrace } from '../../domain/traceExport.ts';
import { toAttemptSpan } from '../otlp/callSpans.ts';
import { callAttributes } from '../otlp/genAiAttributes.ts';
import { type OtlpSpan, type SpanAttributes, spanIdOf, traceIdOf } from '../otlp/span.ts';
import type { LangfuseCall, LangfuseTraceFields } from './langfuseCall.ts';

/**
 * A call for Langfuse's OTLP endpoint. The root is the generation, since what it says of input and output is the trace's;
 * attempts are plain spans without a model, so that no token counts twice. From version 4 on each span stands alone:
 * all of them say which trace, session, user and tags they belong to.
 */
export function toLangfuseSpans(call: LangfuseCall, trace: CallTrace): readonly OtlpSpan[] {
  const shared = traceAttributes(call.trace);
  const traceId = traceIdOf(call.traceId);
  const root: OtlpSpan = {
    traceId,
    spanId: spanIdOf(call.observationId),
    parentSpanId: parentOf(call),
    name: call.name,
    kind: 'client',
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    attributes: {
      ...callAttributes(trace),
      // It would become the session of a trace that may have another one.
      'gen_ai.conversation.id': call.trace.sessionId,
      ...shared,
      ...traceMetadata(call),
      ...observationAttributes(call),
    },
    status: call.level === 'ERROR' ? { code: 'error', message: call.statusMessage } : { code: 'unset' },
  };
  const attempts = call.attempts.map((attempt, index) => toAttemptSpan(attempt, index, root));
  return [
    root,
    ...attempts.map((span) => ({
      ...span,
      attributes: { ...span.attributes, ...shared, 'langfuse.observation.type': 'span' },
    })),
  ];
}

/** A span without a parent would be a trace of its own, and overwrite what an existing one says. */
function parentOf({ parentObservationId, isAddition, traceId }: LangfuseCall): string | undefined {
  if (parentObservationId !== undefined) return spanIdOf(parentObservationId);
  return isAddition ? spanIdOf(`trace/${traceId}`) : undefined;
}

function traceAttributes(trace: LangfuseTraceFields): SpanAttributes {
  return {
    'langfuse.trace.name': trace.name,
    'user.id': trace.userId,
    'session.id': trace.sessionId,
    'langfuse.trace.tags': trace.tags,
    'langfuse.trace.public': trace.isPublic,
    'langfuse.release': trace.release,
    'langfuse.version': trace.version,
  };
}

function traceMetadata({ trace, isAddition }: LangfuseCall): SpanAttributes {
  const { metadata, input, output } = trace;
  const own = prefixed('langfuse.trace.metadata.', metadata ?? {});
  // A trace of its own has them from its root, and need not carry them twice.
  return isAddition ? { ...own, 'langfuse.trace.input': asText(input), 'langfuse.trace.output': asText(output) } : own;
}

/** Structured values are JSON texts: lists of keys and values are lost on the way. */
function observationAttributes(call: LangfuseCall): SpanAttributes {
  return {
    'langfuse.observation.type': call.isEmbedding ? 'embedding' : 'generation',
    'langfuse.observation.model.name': call.model,
    'langfuse.observation.model.parameters': JSON.stringify(call.parameters),
    'langfuse.observation.input': asText(call.input),
    'langfuse.observation.output': asText(call.output),
    'langfuse.observation.usage_details': asText(call.usage.tokens),
    'langfuse.observation.cost_details': asText(call.usage.cost),
    'langfuse.observation.completion_start_time':
      call.firstTokenAt === undefined ? undefined : new Date(call.firstTokenAt).toISOString(),
    'langfuse.observation.level': call.level,
    'langfuse.observation.status_message': call.statusMessage,
    'langfuse.observation.prompt.name': call.prompt?.name,
    'langfuse.observation.prompt.version': call.prompt?.version,
    ...prefixed('langfuse.observation.metadata.', call.metadata),
  };
}

function prefixed(prefix: string, metadata: Readonly<Record<string, unknown>>): SpanAttributes {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [prefix + name, asText(value)]));
}

function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
