import type { Attributes, HrTime } from '@opentelemetry/api';
import type { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { OtlpSpan, SpanAttributes } from './span.ts';

type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

/** What the spans of one sender have in common. */
export interface SpanSource {
  readonly resource: SpanAttributes;
  /** Version of the program. */
  readonly version: string;
}

/** Values of OpenTelemetry's enumerations, which the package that only brings types to us does not have at run time. */
const KINDS = { internal: 0, client: 2 } as const;
const STATUS_CODES = { unset: 0, error: 2 } as const;
const SAMPLED = 1;

/** An `ExportTraceServiceRequest` in protobuf. The encoder loads with the first call. */
export async function encodeSpans(spans: readonly OtlpSpan[], source: SpanSource): Promise<Uint8Array<ArrayBuffer>> {
  const { ProtobufTraceSerializer: serializer } = await import('@opentelemetry/otlp-transformer');
  const resource = toResource(toAttributes(source.resource));
  const bytes = serializer.serializeRequest(spans.map((span) => toReadable(span, resource, source.version)));
  return new Uint8Array(bytes ?? []);
}

function toReadable(span: OtlpSpan, resource: ReadableSpan['resource'], version: string): ReadableSpan {
  const { traceId, spanId, parentSpanId, startedAt, endedAt, status } = span;
  const context = { traceId, spanId, traceFlags: SAMPLED };
  const { message } = status;
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => context,
    ...(parentSpanId === undefined
      ? {}
      : { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: SAMPLED } }),
    startTime: toHrTime(startedAt),
    endTime: toHrTime(endedAt),
    duration: toHrTime(Math.max(0, endedAt - startedAt)),
    status: { code: STATUS_CODES[status.code], ...(message === undefined ? {} : { message }) },
    attributes: toAttributes(span.attributes),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'torii', version },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds and nanoseconds of epoch ms, to the microsecond: a float holds no more of today's time. */
function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1000) * 1000];
}

function toAttributes(attributes: SpanAttributes): Attributes {
  const entries = Object.entries(attributes).flatMap(([name, value]): [string, Attributes[string]][] => {
    if (value === undefined) return [];
    return [[name, typeof value === 'object' ? [...value] : value]];
  });
  return Object.fromEntries(entries);
}

function toResource(attributes: Attributes): ReadableSpan['resource'] {
  const resource: ReadableSpan['resource'] = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
