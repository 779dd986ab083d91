import type { AttemptRecord } from '../../domain/spend.ts';
import type { LangfuseCall } from './langfuseCall.ts';

/** An event of Langfuse's batch API. Source: its `fern/apis/server/definition/ingestion.yml`. */
export interface IngestionEvent {
  /** Langfuse takes an event of one id once: what is sent again does no harm. */
  readonly id: string;
  readonly type: 'trace-create' | 'generation-create' | 'span-create';
  readonly timestamp: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const LONGEST_ID = 800;

/** A call for the batch API: the trace, its generation, and a span for each attempt. */
export function toIngestionEvents(call: LangfuseCall, environment: string | undefined): readonly IngestionEvent[] {
  const timestamp = iso(call.startedAt);
  const base = { timestamp, callKey: `${call.traceId}/${call.observationId}` };
  return [
    { id: `${base.callKey}/trace`, type: 'trace-create', timestamp, body: traceBody(call, environment) },
    { id: `${base.callKey}/generation`, type: 'generation-create', timestamp, body: generationBody(call, environment) },
    ...call.attempts.map((attempt, index): IngestionEvent => {
      const id = `${base.callKey}/attempt-${index}`;
      const body = attemptBody(attempt, observationId(`${call.observationId}-attempt-${index}`), call, environment);
      return { id, type: 'span-create', timestamp: iso(attempt.startedAt), body };
    }),
  ];
}

function traceBody(call: LangfuseCall, environment: string | undefined): IngestionEvent['body'] {
  const { isPublic, ...fields } = call.trace;
  const own = call.isAddition ? {} : { timestamp: iso(call.startedAt), environment };
  return { id: call.traceId, ...own, ...fields, public: isPublic };
}

function generationBody(call: LangfuseCall, environment: string | undefined): IngestionEvent['body'] {
  const { tokens, cost } = call.usage;
  return {
    id: observationId(call.observationId),
    traceId: call.traceId,
    parentObservationId: call.parentObservationId,
    name: call.name,
    startTime: iso(call.startedAt),
    endTime: iso(call.endedAt),
    completionStartTime: call.firstTokenAt === undefined ? undefined : iso(call.firstTokenAt),
    model: call.model,
    modelParameters: scalars(call.parameters),
    input: call.input,
    output: call.output,
    // Servers before 3 know no details.
    usage: tokens && { input: tokens['input'], output: tokens['output'], total: tokens['total'], unit: 'TOKENS' },
    usageDetails: tokens,
    costDetails: cost,
    promptName: call.prompt?.name,
    promptVersion: call.prompt?.version,
    level: call.level,
    statusMessage: call.statusMessage,
    version: call.trace.version,
    metadata: call.metadata,
    environment,
  };
}

function attemptBody(
  attempt: AttemptRecord,
  id: string,
  call: LangfuseCall,
  environment: string | undefined,
): IngestionEvent['body'] {
  return {
    id,
    traceId: call.traceId,
    parentObservationId: observationId(call.observationId),
    name: `attempt ${attempt.group}`,
    startTime: iso(attempt.startedAt),
    endTime: iso(attempt.startedAt + attempt.durationMs),
    level: attempt.error === undefined ? 'DEFAULT' : 'ERROR',
    statusMessage: attempt.error?.message,
    metadata: {
      reason: attempt.reason,
      model: attempt.model,
      provider: attempt.provider,
      region: attempt.region,
      deployment_id: attempt.deploymentId,
      wait_ms: attempt.waitMs,
      http_status: attempt.httpStatus,
      upstream_request_id: attempt.upstreamRequestId,
      notes: attempt.notes?.map(({ code, detail }) => `${code}: ${detail}`),
    },
    environment,
  };
}

/** Langfuse refuses ids with line feeds, and longer ones. */
function observationId(id: string): string {
  return id.replace(/[\r\n]/g, '').slice(0, LONGEST_ID);
}

/** Parameters are texts, numbers, flags or lists of texts; LiteLLM, too, writes others as text. */
function scalars(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    isPlain(value) ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(entries);
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return typeof value !== 'object' || value === null;
}

/** ISO 8601 with Z: Langfuse drops a whole generation for a time without a zone. */
function iso(ms: number): string {
  return new Date(ms).toISOString();
}
