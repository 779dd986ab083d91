/**
 * Attributes of OpenTelemetry's GenAI conventions, which are in development: their names stand here, not in a package
 * that changes with them. Source: open-telemetry/semantic-conventions-genai.
 */
import { promptTokens } from '../../domain/chat.ts';
import { toUsd } from '../../domain/money.ts';
import type { AttemptRecord, SpendRecord } from '../../domain/spend.ts';
import type { CallTrace } from '../../domain/traceExport.ts';
import { toInputMessages, toOutputMessages, toSystemInstructions } from './genAiMessages.ts';
import type { AttributeValue, SpanAttributes } from './span.ts';

const OPERATIONS: Readonly<Record<string, string>> = { aembedding: 'embeddings', atext_completion: 'text_completion' };

/** `gen_ai.provider.name` has words of its own for the well-known ones. */
const PROVIDERS: Readonly<Record<string, string>> = {
  bedrock: 'aws.bedrock',
  bedrock_mantle: 'aws.bedrock',
  sagemaker: 'aws.sagemaker',
  sagemaker_chat: 'aws.sagemaker',
};

/** Parameters as clients name them, by the attribute's name after `gen_ai.request.`. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  temperature: ['temperature'],
  top_p: ['top_p'],
  top_k: ['top_k'],
  max_tokens: ['max_tokens', 'max_completion_tokens', 'max_output_tokens'],
  stop_sequences: ['stop', 'stop_sequences'],
  seed: ['seed'],
  'choice.count': ['n'],
  frequency_penalty: ['frequency_penalty'],
  presence_penalty: ['presence_penalty'],
  stream: ['stream'],
};

/** What a call does, e.g. `chat`. */
export function operationOf({ callType }: SpendRecord): string {
  return OPERATIONS[callType] ?? 'chat';
}

export function providerOf(provider: string | undefined): string | undefined {
  return provider === undefined ? undefined : (PROVIDERS[provider] ?? provider);
}

/** Attributes of the span of a whole call: model, parameters, usage, error; no content. */
export function callAttributes(trace: CallTrace): SpanAttributes {
  const { record } = trace;
  return {
    'gen_ai.operation.name': operationOf(record),
    'gen_ai.provider.name': providerOf(record.provider),
    'gen_ai.conversation.id': record.sessionId ?? record.taskId,
    'gen_ai.request.model': record.modelGroup,
    'gen_ai.response.model': record.model,
    'gen_ai.response.id': record.requestId,
    'gen_ai.response.time_to_first_chunk': secondsToFirstToken(record),
    'error.type': errorType(record.error, record.httpStatus),
    'http.response.status_code': record.httpStatus,
    ...parameterAttributes(trace.parameters),
    ...usageAttributes(record),
    ...serverAttributes(record.apiBase),
  };
}

/** Attributes of one attempt. Without usage: whoever adds spans up would count it twice. */
export function attemptAttributes(attempt: AttemptRecord): SpanAttributes {
  return {
    'gen_ai.provider.name': providerOf(attempt.provider),
    'error.type': errorType(attempt.error, attempt.httpStatus),
    'http.response.status_code': attempt.httpStatus,
    'aws.request_id': attempt.provider.startsWith('bedrock') ? attempt.upstreamRequestId : undefined,
    'cloud.region': attempt.region,
    'torii.attempt.reason': attempt.reason,
    'torii.attempt.wait_ms': attempt.waitMs,
    'torii.attempt.model_group': attempt.group,
    'torii.attempt.deployment_id': attempt.deploymentId,
    'torii.attempt.model': attempt.model,
    'torii.attempt.upstream_request_id': attempt.upstreamRequestId,
    'torii.attempt.notes': attempt.notes?.map(({ code, detail }) => `${code}: ${detail}`),
  };
}

/** Prompts and answers, as JSON; nothing where the trace has none. */
export function contentAttributes({ content }: CallTrace): SpanAttributes {
  if (content === undefined) return {};
  return {
    'gen_ai.system_instructions': asJson(toSystemInstructions(content.request)),
    'gen_ai.input.messages': asJson(toInputMessages(content.request)),
    'gen_ai.output.messages': asJson(toOutputMessages(content.response)),
  };
}

function asJson(list: readonly unknown[]): string | undefined {
  return list.length === 0 ? undefined : JSON.stringify(list);
}

function parameterAttributes(parameters: CallTrace['parameters']): SpanAttributes {
  const entries = Object.entries(PARAMETERS).map(([name, spellings]) => {
    const value = spellings.map((spelling) => parameters[spelling]).find((given) => given !== undefined);
    return [`gen_ai.request.${name}`, name === 'stop_sequences' ? asTexts(value) : asScalar(value)] as const;
  });
  return Object.fromEntries(entries);
}

function asScalar(value: unknown): AttributeValue | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? (value as string | number | boolean) : undefined;
}

function asTexts(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

/** `input_tokens` counts the cached ones, too. */
function usageAttributes({ usage, cost }: SpendRecord): SpanAttributes {
  if (usage === undefined) return { 'torii.cost_usd': cost === undefined ? undefined : toUsd(cost) };
  return {
    'gen_ai.usage.input_tokens': promptTokens(usage),
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens,
    'torii.cost_usd': cost === undefined ? undefined : toUsd(cost),
  };
}

function serverAttributes(apiBase: string | undefined): SpanAttributes {
  const url = apiBase === undefined ? null : URL.parse(apiBase);
  if (url === null) return {};
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  return { 'server.address': url.hostname, 'server.port': port };
}

function errorType(error: SpendRecord['error'], status: number | undefined): string | undefined {
  return error === undefined ? undefined : (error.code ?? error.kind ?? String(status));
}

function secondsToFirstToken({ firstTokenAt, startedAt }: SpendRecord): number | undefined {
  return firstTokenAt === undefined ? undefined : (firstTokenAt - startedAt) / 1000;
}
