import type { ActivitySource } from '../../domain/agentActivity.ts';
import { isObject } from '../../domain/json.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span, a data point of a metric, or a log record, by what agents are known by. */
export interface OtlpRecord {
  readonly signal: ActivitySource;
  /** Name of the span, the metric or the event. */
  readonly name: string;
  /** The resource's `service.name`. */
  readonly service: string;
  readonly resource: Attributes;
  readonly attributes: Attributes;
  readonly traceId: string;
  /** Epoch ms; 0 where it is not told. */
  readonly at: number;
  /** Of a data point; 1 for spans and events. */
  readonly value: number;
  /** The value is a total since this time (nanoseconds, as text). */
  readonly since: string | undefined;
  readonly failed: boolean;
}

const NANO_PER_MS = 1e6;
const CUMULATIVE = 2;
const ERROR = 2;
/** Of one request; exporters send some hundreds. */
const MOST_RECORDS = 20_000;

/** The records of an export request in OTLP's JSON. What is not understood is left out. */
export function readRecords(signal: ActivitySource, message: unknown): readonly OtlpRecord[] {
  const [groups, scopes, read] = SHAPES[signal];
  return list(message, groups)
    .flatMap((group) => {
      const resource = attributesOf(isObject(group) ? group['resource'] : undefined);
      const service = String(resource['service.name'] ?? '');
      return list(group, scopes).flatMap((scope) => read(scope, { resource, service }));
    })
    .slice(0, MOST_RECORDS);
}

type Source = Pick<OtlpRecord, 'resource' | 'service'>;
type Reader = (scope: unknown, source: Source) => readonly OtlpRecord[];

const SHAPES: Readonly<Record<ActivitySource, readonly [string, string, Reader]>> = {
  traces: ['resourceSpans', 'scopeSpans', readSpans],
  metrics: ['resourceMetrics', 'scopeMetrics', readMetrics],
  logs: ['resourceLogs', 'scopeLogs', readLogs],
};

function readSpans(scope: unknown, source: Source): readonly OtlpRecord[] {
  return list(scope, 'spans')
    .filter(isObject)
    .map((span) => {
      const status = isObject(span['status']) ? span['status']['code'] : undefined;
      return {
        ...{ signal: 'traces', ...source, attributes: attributesOf(span), traceId: text(span['traceId']) },
        ...{ name: text(span['name']), at: msOf(span['endTimeUnixNano']), value: 1, since: undefined },
        failed: status === ERROR || status === 'STATUS_CODE_ERROR',
      };
    });
}

function readMetrics(scope: unknown, source: Source): readonly OtlpRecord[] {
  return list(scope, 'metrics')
    .filter(isObject)
    .flatMap((metric) => {
      const sum = metric['sum'];
      const temporality = isObject(sum) ? sum['aggregationTemporality'] : undefined;
      const total = temporality === CUMULATIVE || temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE';
      return list(sum, 'dataPoints')
        .filter(isObject)
        .map(
          (point): OtlpRecord => ({
            ...{ signal: 'metrics', ...source, attributes: attributesOf(point), traceId: '', failed: false },
            ...{ name: text(metric['name']), at: msOf(point['timeUnixNano']) },
            value: number(point['asInt'] ?? point['asDouble']),
            since: total ? String(point['startTimeUnixNano'] ?? '') : undefined,
          }),
        );
    });
}

function readLogs(scope: unknown, source: Source): readonly OtlpRecord[] {
  return list(scope, 'logRecords')
    .filter(isObject)
    .map((log): OtlpRecord => {
      const attributes = attributesOf(log);
      const body = isObject(log['body']) ? text(log['body']['stringValue']) : '';
      // Codex's library fills `eventName` with a line of its source: what the agent itself wrote comes first.
      const name = text(attributes['event.name']) || text(log['eventName']) || body;
      const at = msOf(log['timeUnixNano']) || msOf(log['observedTimeUnixNano']);
      return {
        ...{ signal: 'logs', ...source, attributes, traceId: text(log['traceId']), value: 1, since: undefined },
        ...{ name, at, failed: false },
      };
    });
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

function attributesOf(holder: unknown): Attributes {
  const pairs = list(holder, 'attributes').flatMap(
    (pair): readonly (readonly [string, string | number | boolean])[] => {
      if (!isObject(pair) || typeof pair['key'] !== 'string' || !isObject(pair['value'])) return [];
      const { stringValue, boolValue, intValue, doubleValue } = pair['value'];
      if (typeof stringValue === 'string') return [[pair['key'], stringValue]];
      if (typeof boolValue === 'boolean') return [[pair['key'], boolValue]];
      const numeric = intValue ?? doubleValue;
      return numeric === undefined ? [] : [[pair['key'], number(numeric)]];
    },
  );
  return Object.fromEntries(pairs);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** JSON has 64-bit integers as text. */
function number(value: unknown): number {
  const read = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return Number.isFinite(read) ? read : 0;
}

function msOf(nanoseconds: unknown): number {
  return Math.round(number(nanoseconds) / NANO_PER_MS);
}
