import { isObject } from '../../domain/json.ts';
import type { CallTrace } from '../../domain/traceExport.ts';

type Metadata = Readonly<Record<string, unknown>>;

/** Metadata that steers how a call is shown, and is not shown itself. LiteLLM takes the same out. */
const STEERING = new Set([
  ...['headers', 'endpoint', 'caching_groups', 'previous_models', 'tags', 'session_id', 'existing_trace_id'],
  ...['update_trace_keys', 'debug_langfuse', 'mask_input', 'mask_output', 'generation_name', 'generation_id'],
  ...['parent_observation_id', 'version', 'prompt', 'prompt_name', 'prompt_version', 'user_agent', 'traceparent'],
]);

export function textIn(metadata: Metadata, name: string): string | undefined {
  const value = metadata[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `true` of a body, or of a header, where everything is text. */
export function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|1|yes|on)$/i.test(value));
}

/** A list as a body has it, or as text: JSON, or parted by commas. */
export function listIn(metadata: Metadata, name: string): readonly string[] {
  const value = metadata[name];
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string');
  if (typeof value !== 'string') return [];
  const parts = value.replace(/^\s*\[|\]\s*$/g, '').split(',');
  return parts.map((part) => part.trim().replace(/^["']|["']$/g, '')).filter((part) => part !== '');
}

/** Facts that LiteLLM knows of the key, by its names; `langfuse_default_tags` may name them. */
export function keyFacts({ record, teamAlias, userEmail }: CallTrace): Readonly<Record<string, string | undefined>> {
  return {
    user_api_key_hash: record.token === '' ? undefined : record.token,
    user_api_key_alias: record.keyAlias,
    user_api_key_user_id: record.userId,
    user_api_key_user_email: userEmail,
    user_api_key_team_id: record.teamId,
    user_api_key_team_alias: teamAlias,
    user_api_key_end_user_id: record.endUser,
  };
}

/** What the generation's metadata says: the client's own, the key's facts, and how the call went. */
export function toMetadata(trace: CallTrace): Metadata {
  const { record, metadata } = trace;
  const shown = Object.entries(metadata).filter(([name]) => !STEERING.has(name) && !name.startsWith('trace_'));
  const own = Object.fromEntries(shown);
  return withoutEmpty({
    ...own,
    requester_metadata: shown.length === 0 ? undefined : own,
    ...keyFacts(trace),
    model_group: record.modelGroup,
    deployment: record.modelId,
    custom_llm_provider: record.provider,
    api_base: record.apiBase,
    aws_region_name: record.region,
    cache_hit: false,
    litellm_call_id: record.callId,
    litellm_response_cost: record.cost === undefined ? undefined : record.cost / 1e9,
    torii_task_id: record.taskId,
    torii_client: record.client,
    torii_attempts: record.attempts.length,
    trace_id: textIn(metadata, 'trace_id'),
  });
}

/** `trace_metadata` of the request. */
export function toTraceMetadata({ record, metadata }: CallTrace): Metadata {
  const own = metadata['trace_metadata'];
  return withoutEmpty({
    ...(isObject(own) ? own : {}),
    litellm_call_id: record.callId,
    torii_task_id: record.taskId,
    torii_client: record.client,
  });
}

function withoutEmpty(metadata: Metadata): Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}
