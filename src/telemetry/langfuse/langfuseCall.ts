import type { LangfuseSettings } from '../../domain/destinations.ts';
import { isObject } from '../../domain/json.ts';
import type { AttemptRecord } from '../../domain/spend.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import { isOn, listIn, textIn, toMetadata, toTraceMetadata } from './callMetadata.ts';
import { toTags } from './callTags.ts';
import { type LangfuseUsage, toUsage } from './callUsage.ts';

/** What LiteLLM writes in place of what a request hides. */
const MASKED = 'redacted-by-litellm';
const LONGEST_NAME = 1000;
const LONGEST_ID = 200;

/** A call as Langfuse sees it, whatever way it takes: a trace with one generation, and below it the attempts. */
export interface LangfuseCall {
  /** As the client or LiteLLM would name it; OTLP needs another form. */
  readonly traceId: string;
  /** Fields of the trace that this call sets: all of a trace of its own, and of an existing one those that it names. */
  readonly trace: LangfuseTraceFields;
  /** The trace exists already, and the call only adds to it. */
  readonly isAddition: boolean;
  readonly observationId: string;
  readonly parentObservationId: string | undefined;
  readonly name: string;
  readonly isEmbedding: boolean;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly firstTokenAt: number | undefined;
  readonly model: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Undefined where no content may go there. */
  readonly input: unknown;
  readonly output: unknown;
  readonly usage: LangfuseUsage;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly level: 'DEFAULT' | 'ERROR';
  readonly statusMessage: string | undefined;
  readonly prompt: { readonly name: string; readonly version: number } | undefined;
  readonly attempts: readonly AttemptRecord[];
}

export interface LangfuseTraceFields {
  readonly name?: string | undefined;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly version?: string | undefined;
  readonly release?: string | undefined;
  readonly isPublic?: boolean | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly input?: unknown;
  readonly output?: unknown;
}

/** Names, ids and overrides are LiteLLM's: `litellm/integrations/langfuse/langfuse.py`. */
export function toLangfuseCall(trace: CallTrace, settings: LangfuseSettings): LangfuseCall {
  const { record, metadata } = trace;
  const existing = textIn(metadata, 'existing_trace_id');
  const content = readContent(trace);
  const fields = { ...traceFields(trace, settings), ...content };
  const name = textIn(metadata, 'generation_name') ?? generationName(trace);
  return {
    traceId: existing ?? traceIdOfCall(trace),
    trace: existing === undefined ? fields : named(fields, listIn(metadata, 'update_trace_keys')),
    isAddition: existing !== undefined,
    observationId: textIn(metadata, 'generation_id') ?? record.callId,
    parentObservationId: textIn(metadata, 'parent_observation_id'),
    name: name.slice(0, LONGEST_NAME),
    isEmbedding: record.callType === 'aembedding',
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    firstTokenAt: record.firstTokenAt,
    model: record.model ?? record.modelGroup,
    parameters: trace.parameters,
    ...content,
    usage: toUsage(record),
    metadata: toMetadata(trace),
    level: record.error === undefined ? 'DEFAULT' : 'ERROR',
    statusMessage: record.error?.message,
    prompt: promptOf(metadata),
    attempts: record.attempts,
  };
}

/** The trace that a call belongs to, as LiteLLM names it: what the client says, else the id of the call. */
export function traceIdOfCall({ record, metadata }: Pick<CallTrace, 'record' | 'metadata'>): string {
  return textIn(metadata, 'trace_id') ?? record.callId;
}

/** The session of a call: what the client says, else its task. */
export function sessionIdOfCall({ record, metadata }: Pick<CallTrace, 'record' | 'metadata'>): string | undefined {
  return (record.sessionId ?? textIn(metadata, 'session_id') ?? record.taskId)?.slice(0, LONGEST_ID);
}

function traceFields(trace: CallTrace, settings: LangfuseSettings): LangfuseTraceFields {
  const { record, metadata } = trace;
  const name = textIn(metadata, 'trace_name') ?? `litellm-${record.callType}`;
  const user = textIn(metadata, 'trace_user_id') ?? record.endUser ?? record.userId;
  return {
    name: name.slice(0, LONGEST_NAME),
    userId: user?.slice(0, LONGEST_ID),
    sessionId: sessionIdOfCall(trace),
    tags: toTags(trace, settings),
    version: textIn(metadata, 'trace_version') ?? textIn(metadata, 'version'),
    release: textIn(metadata, 'trace_release') ?? settings.release,
    isPublic: metadata['trace_public'] === undefined ? undefined : isOn(metadata['trace_public']),
    metadata: toTraceMetadata(trace),
  };
}

function generationName({ record }: CallTrace): string {
  return record.keyAlias === undefined ? `litellm-${record.callType}` : `litellm:${record.keyAlias}`;
}

/** Of an existing trace, nothing changes but what the request names. */
function named(fields: LangfuseTraceFields, keys: readonly string[]): LangfuseTraceFields {
  const names: Readonly<Record<string, keyof LangfuseTraceFields>> = {
    trace_name: 'name',
    trace_user_id: 'userId',
    user_id: 'userId',
    session_id: 'sessionId',
    trace_version: 'version',
    trace_release: 'release',
    trace_metadata: 'metadata',
  };
  const wanted = new Set(keys.map((key) => names[key] ?? key));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => wanted.has(name)));
}

function readContent({ content, metadata, record }: CallTrace): { readonly input: unknown; readonly output: unknown } {
  if (content === undefined) return { input: undefined, output: undefined };
  return {
    input: isOn(metadata['mask_input']) ? MASKED : content.request,
    output: outputOf(content.response, isOn(metadata['mask_output']), record.error !== undefined),
  };
}

/** A failure has its message in the status, and no output. */
function outputOf(response: unknown, isMasked: boolean, hasFailed: boolean): unknown {
  if (hasFailed) return undefined;
  return isMasked ? MASKED : response;
}

/** A link to a prompt needs its name and the number of its version: half of it makes Langfuse drop the generation. */
function promptOf(metadata: CallTrace['metadata']): LangfuseCall['prompt'] {
  const given = isObject(metadata['prompt']) ? metadata['prompt'] : {};
  const inner = isObject(given['prompt']) ? given['prompt'] : given;
  const name = textIn(inner, 'name') ?? textIn(metadata, 'prompt_name');
  const version = Number(inner['version'] ?? metadata['prompt_version']);
  return name !== undefined && Number.isSafeInteger(version) && version > 0 ? { name, version } : undefined;
}
