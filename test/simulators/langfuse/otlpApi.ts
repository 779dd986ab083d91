/** What Langfuse makes of spans. Source: the reference on traces, 1.2: its mapping, and what it drops without a word. */
import type { DecodedSpan } from '../otlp/decodeTraces.ts';
import { type LangfuseStore, type StoredObservation, totalCostOf } from './langfuseStore.ts';

type Attributes = DecodedSpan['attributes'];

const OPERATIONS: Readonly<Record<string, string>> = {
  chat: 'GENERATION',
  completion: 'GENERATION',
  text_completion: 'GENERATION',
  embeddings: 'EMBEDDING',
};
const MODEL_ATTRIBUTES = ['langfuse.observation.model.name', 'gen_ai.response.model', 'gen_ai.request.model', 'model'];
const ISO = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/;

export function takeSpan(span: DecodedSpan, store: LangfuseStore): void {
  const { attributes } = span;
  const problem = problemOf(attributes);
  if (problem !== undefined) {
    store.lost.push(`${span.name}: ${problem}`);
    return;
  }
  const observation = toObservation(span);
  store.putObservation(observation);
  const updatesTrace = Object.keys(attributes).some((name) => /^langfuse\.trace\.|^session\.id$|^user\.id$/.test(name));
  if (span.parentSpanId === '' || updatesTrace) store.putTrace(toTrace(span, observation));
}

/** What makes the whole observation go, though the export was answered with 200. */
function problemOf(attributes: Attributes): string | undefined {
  const first = attributes['langfuse.observation.completion_start_time'];
  if (typeof first === 'string' && !ISO.test(first)) return 'completion_start_time has no T or no zone';
  const name = attributes['langfuse.observation.prompt.name'];
  const version = attributes['langfuse.observation.prompt.version'];
  if ((name === undefined) !== (version === undefined)) return 'half a prompt link';
  if (version !== undefined && !Number.isInteger(version)) return 'the version of a prompt is no integer';
  const trace = attributes['langfuse.trace.name'];
  return typeof trace === 'string' && trace.length > 1000 ? 'the name is longer than 1000' : undefined;
}

function toTrace({ attributes, resource, traceId }: DecodedSpan, observation: StoredObservation) {
  return {
    id: traceId,
    // An update by a child leaves the name alone.
    name:
      asText(attributes['langfuse.trace.name']) ?? (observation.parentObservationId === null ? observation.name : null),
    userId: observation.own.userId ?? null,
    sessionId: observation.own.sessionId ?? null,
    ...(observation.own.tags === undefined ? {} : { tags: observation.own.tags }),
    release: asText(attributes['langfuse.release'] ?? resource['langfuse.release']) ?? null,
    version: asText(attributes['langfuse.version']) ?? null,
    environment: observation.environment,
    ...(attributes['langfuse.trace.public'] === true ? { public: true } : {}),
    metadata: metadataOf(attributes, 'langfuse.trace.metadata.'),
    // Version 4 does not read langfuse.trace.input: the root span alone says what went in.
    ...(observation.parentObservationId === null ? { input: observation.input, output: observation.output } : {}),
  };
}

function toObservation({ attributes, ...span }: DecodedSpan): StoredObservation {
  const cost = jsonNumbers(attributes['langfuse.observation.cost_details']);
  const first = attributes['langfuse.observation.completion_start_time'];
  const name = attributes['langfuse.observation.prompt.name'];
  const version = attributes['langfuse.observation.prompt.version'];
  return {
    id: span.spanId,
    traceId: span.traceId,
    parentObservationId: span.parentSpanId === '' ? null : span.parentSpanId,
    type: typeOf(attributes),
    name: span.name,
    startTime: span.start,
    endTime: span.end,
    completionStartTime: typeof first === 'string' ? Date.parse(first) : null,
    model:
      asText(MODEL_ATTRIBUTES.map((attribute) => attributes[attribute]).find((value) => value !== undefined)) ?? null,
    modelParameters: parsed(attributes['langfuse.observation.model.parameters']),
    input: parsed(attributes['langfuse.observation.input']),
    output: parsed(attributes['langfuse.observation.output']),
    usageDetails: jsonNumbers(attributes['langfuse.observation.usage_details']) ?? {},
    costDetails: cost,
    totalCost: totalCostOf(cost),
    level: asText(attributes['langfuse.observation.level']) ?? (span.status.code === 2 ? 'ERROR' : 'DEFAULT'),
    statusMessage: asText(attributes['langfuse.observation.status_message']) ?? (span.status.message || null),
    prompt: typeof name === 'string' && typeof version === 'number' ? { name, version } : null,
    metadata: metadataOf(attributes, 'langfuse.observation.metadata.'),
    environment: environmentOf(attributes['langfuse.environment'] ?? span.resource['langfuse.environment']),
    own: {
      name: asText(attributes['langfuse.trace.name']) ?? null,
      userId: asText(attributes['langfuse.user.id'] ?? attributes['user.id']) ?? null,
      sessionId:
        asText(attributes['langfuse.session.id'] ?? attributes['session.id'] ?? attributes['gen_ai.conversation.id']) ??
        null,
      ...(Array.isArray(attributes['langfuse.trace.tags'])
        ? { tags: attributes['langfuse.trace.tags'] as string[] }
        : {}),
    },
  };
}

function typeOf(attributes: Attributes): string {
  const written = asText(attributes['langfuse.observation.type']);
  if (written !== undefined) return written.toUpperCase();
  const operation = OPERATIONS[String(attributes['gen_ai.operation.name'])];
  if (operation !== undefined) return operation;
  return MODEL_ATTRIBUTES.some((name) => attributes[name] !== undefined) ? 'GENERATION' : 'SPAN';
}

function environmentOf(value: unknown): string {
  const name = asText(value)?.toLowerCase() ?? '';
  return /^(?!langfuse)[a-z0-9_-]{1,40}$/.test(name) ? name : 'default';
}

function metadataOf(attributes: Attributes, prefix: string): Readonly<Record<string, unknown>> {
  const own = Object.entries(attributes).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), parsed(value)]));
}

/** A JSON text of numbers; texts in it, and anything but a text, are ignored. */
function jsonNumbers(value: unknown): Readonly<Record<string, number>> | undefined {
  const object = typeof value === 'string' ? parsed(value) : undefined;
  if (typeof object !== 'object' || object === null) return undefined;
  const numbers = Object.entries(object).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return numbers.length === 0 ? undefined : Object.fromEntries(numbers);
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
