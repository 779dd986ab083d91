import type { ConverseRequest } from '@aws-sdk/client-bedrock-runtime';
import { isObject } from '../../../domain/json.ts';
import { badRequest } from '../badRequest.ts';
import { type DocumentObject, toDocument, toDocumentObject } from '../documentValue.ts';
import { isClaudeFrom, type ModelTraits } from '../modelTraits.ts';

/** Parameters of the client's body that the vocabulary does not name, sorted into their places. */
export interface ExtraPlan {
  readonly topLevel: Pick<ConverseRequest, 'guardrailConfig' | 'performanceConfig' | 'requestMetadata' | 'serviceTier'>;
  readonly fields: DocumentObject;
  /** Names of those that were dropped. */
  readonly dropped: readonly string[];
}

/** They concern the gateway, the ledger or the client's own service and change nothing about the answer. */
const IGNORED = new Set([
  'user',
  'metadata',
  'stream_options',
  'store',
  'tags',
  'num_retries',
  'max_retries',
  'timeout',
  'request_timeout',
  'fallbacks',
  'cache',
  'caching',
  'no-log',
  'guardrails',
  'betas',
  'include',
  'client_metadata',
  'truncation',
  'prompt_cache_key',
  'prompt_cache_retention',
  'safety_identifier',
  'context_management',
  'verbosity',
  'cache_control',
  'drop_params',
  'additional_drop_params',
  'allowed_openai_params',
  'merge_reasoning_content_in_choices',
  'modify_params',
  'user_continue_message',
  'assistant_continue_message',
  'cache_control_injection_points',
  'anthropic_tools',
]);

/** OpenAI's own; no model on Bedrock takes them. */
const OPENAI_ONLY = new Set([
  'n',
  'logprobs',
  'top_logprobs',
  'seed',
  'frequency_penalty',
  'presence_penalty',
  'logit_bias',
  'modalities',
  'audio',
  'prediction',
  'functions',
  'function_call',
  'web_search_options',
]);

/** Bedrock's own top-level parameters, and LiteLLM's spelling of one. */
const TOP_LEVEL = new Set(['guardrailConfig', 'performanceConfig', 'requestMetadata', 'serviceTier', 'service_tier']);

/**
 * Sorts the extra parameters. Throws `bad-request` naming those that no Bedrock model takes, unless they are to be
 * dropped; the rest goes to the model as `additionalModelRequestFields`, as LiteLLM does.
 */
export function toExtraPlan(
  extra: Readonly<Record<string, unknown>>,
  model: ModelTraits,
  dropParams: boolean,
): ExtraPlan {
  const named = Object.entries(extra).filter(([name, value]) => !isIgnored(name) && !isNeutral(name, value));
  const refused = named.filter(([name]) => OPENAI_ONLY.has(name)).map(([name]) => name);
  if (refused.length > 0 && !dropParams) throw unsupported(refused);
  const fields = Object.fromEntries(named.filter(([name]) => isModelField(name, dropParams)));
  const kept = new Set([...Object.keys(fields), 'anthropic_beta']);
  return {
    topLevel: topLevelOf(extra),
    dropped: named.map(([name]) => name).filter((name) => !kept.has(name)),
    fields: {
      ...toDocumentObject(fields),
      ...betaFields(extra['anthropic_beta'], model),
      ...explicitFields(extra['additionalModelRequestFields']),
    },
  };
}

function unsupported(names: readonly string[]): Error {
  const list = names.join(', ');
  return badRequest(
    `Bedrock does not support these parameters: ${list}. Leave them out, or set drop_params: true to have them dropped.`,
    names[0],
  );
}

function isIgnored(name: string): boolean {
  return (
    IGNORED.has(name) ||
    TOP_LEVEL.has(name) ||
    /^(litellm_|mock_|x-)/.test(name) ||
    name === 'additionalModelRequestFields'
  );
}

/** Values that ask for nothing: many clients send every parameter with its default. */
function isNeutral(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (name === 'n') return value === 1;
  if (!OPENAI_ONLY.has(name)) return false;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === 0 || value === false || (Array.isArray(value) && value.every((entry) => entry === 'text'));
}

function isModelField(name: string, dropParams: boolean): boolean {
  return !OPENAI_ONLY.has(name) && name !== 'anthropic_beta' && !dropParams;
}

/** Betas of Anthropic's own service; Bedrock refuses a request that names them (LiteLLM's list). */
const OTHER_BETAS = /^(?:advanced-tool-use|prompt-caching|compact-2026-01-12)/;

/** The beta flags that Bedrock knows. */
export function betaFlags(value: unknown): readonly string[] {
  const flags: readonly unknown[] = Array.isArray(value) ? value : [value];
  return flags.filter((flag) => typeof flag === 'string').filter((flag) => !OTHER_BETAS.test(flag));
}

/** Bedrock refuses interleaved thinking on models before Claude 4 (Anthropic, "Extended thinking", interleaved thinking). */
function takesBeta(flag: string, model: ModelTraits): boolean {
  return !flag.startsWith('interleaved-thinking') || isClaudeFrom(model, 4);
}

function betaFields(value: unknown, model: ModelTraits): DocumentObject {
  const flags = model.family === 'claude' ? betaFlags(value).filter((flag) => takesBeta(flag, model)) : [];
  return flags.length === 0 ? {} : { anthropic_beta: [...flags] };
}

function explicitFields(value: unknown): DocumentObject {
  return isObject(value) ? toDocumentObject(value) : {};
}

function topLevelOf(extra: Readonly<Record<string, unknown>>): ExtraPlan['topLevel'] {
  const { guardrailConfig: guardrail, performanceConfig: performance } = extra;
  const serviceTier = serviceTierOf(extra['serviceTier'], extra['service_tier']);
  const metadata = metadataOf(extra['requestMetadata']);
  return {
    ...(isObject(guardrail) ? { guardrailConfig: guardrailOf(guardrail) } : {}),
    ...(isObject(performance) && performance['latency'] === 'optimized'
      ? { performanceConfig: { latency: 'optimized' } }
      : {}),
    ...(metadata === undefined ? {} : { requestMetadata: metadata }),
    ...(serviceTier === undefined ? {} : { serviceTier: { type: serviceTier } }),
  };
}

function guardrailOf(config: Readonly<Record<string, unknown>>): NonNullable<ConverseRequest['guardrailConfig']> {
  const trace = config['trace'];
  return {
    guardrailIdentifier: textOf(config['guardrailIdentifier']),
    guardrailVersion: textOf(config['guardrailVersion']),
    ...(trace === 'enabled' || trace === 'disabled' || trace === 'enabled_full' ? { trace } : {}),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** OpenAI's `auto` is Bedrock's `default`; tiers that Bedrock does not have are dropped. */
function serviceTierOf(native: unknown, openai: unknown): 'default' | 'flex' | 'priority' | undefined {
  const tier = isObject(native) ? native['type'] : openai;
  if (tier === 'auto' || tier === 'default') return 'default';
  return tier === 'flex' || tier === 'priority' ? tier : undefined;
}

const MOST_METADATA = 16;
const METADATA_TEXT = /^[a-zA-Z0-9\s:_@$#=/+,.-]*$/;

/** Bedrock's limits: 16 entries, keys of 1 to 256 and values of 0 to 256 characters of a small alphabet. */
function metadataOf(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  const entries = Object.entries(isObject(value) ? toDocumentObject(value) : { '': toDocument(value) });
  const wrong = entries.find(([key, text]) => !isMetadataText(key, 1) || !isMetadataText(text, 0));
  if (wrong !== undefined || entries.length > MOST_METADATA) {
    throw badRequest(
      'requestMetadata takes at most 16 entries; keys of 1 to 256 and values of 0 to 256 characters of letters, digits, spaces and :_@$#=/+,.-',
      'requestMetadata',
    );
  }
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}

function isMetadataText(text: unknown, least: number): boolean {
  return typeof text === 'string' && text.length >= least && text.length <= 256 && METADATA_TEXT.test(text);
}
