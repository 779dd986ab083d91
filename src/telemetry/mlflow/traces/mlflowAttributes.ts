import { promptTokens } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { toUsd } from '../../../domain/money.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import type { CallTrace } from '../../../domain/traceExport.ts';
import type { SpanAttributes } from '../../otlp/span.ts';

/** MLflow's type of a span, by LiteLLM's type of the call; a chat where it is no other. */
const SPAN_TYPES: Readonly<Record<string, string>> = { aembedding: 'EMBEDDING', atext_completion: 'LLM' };

/** Characters of a tag's value that every store takes, and of its name. */
const TAG_LENGTH = 4096;
const TAG_NAME_LENGTH = 250;

/**
 * MLflow's own attributes of the root span. Structured values are JSON objects in texts: servers before 3.12 show a bare
 * list twice encoded. Source: `mlflow/tracing/otel/translation` and the server's `sanitize_attributes`.
 */
export function mlflowAttributes(trace: CallTrace): SpanAttributes {
  const { record } = trace;
  return {
    'mlflow.spanType': SPAN_TYPES[record.callType] ?? 'CHAT_MODEL',
    'mlflow.message.format': 'openai',
    'mlflow.chat.tokenUsage': asJson(tokenUsage(record)),
    'mlflow.llm.model': record.model ?? record.modelGroup,
    'mlflow.llm.provider': record.provider,
    'mlflow.llm.cost': asJson(costOf(record)),
    'session.id': record.sessionId ?? record.taskId,
    'user.id': record.endUser ?? record.userId ?? record.keyAlias,
    ...content(trace),
    ...litellmAttributes(record),
    ...tagAttributes(trace),
  };
}

function tokenUsage({ usage }: SpendRecord): Readonly<Record<string, number>> | undefined {
  if (usage === undefined) return undefined;
  const input = promptTokens(usage);
  return {
    input_tokens: input,
    output_tokens: usage.outputTokens,
    total_tokens: input + usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
  };
}

/** USD. Discount and margin are on the sum, so that the parts get their share of them. */
function costOf({ cost, costParts }: SpendRecord): Readonly<Record<string, number>> | undefined {
  if (cost === undefined) return undefined;
  if (costParts === undefined) return { total_cost: toUsd(cost) };
  const { output, ...input } = costParts;
  const inputs = Object.values(input).reduce((sum, part) => sum + part, 0);
  const share = inputs + output === 0 ? 0 : cost / (inputs + output);
  const outputCost = Math.round(output * share);
  return { input_cost: toUsd(cost - outputCost), output_cost: toUsd(outputCost), total_cost: toUsd(cost) };
}

function content({ content, record }: CallTrace): SpanAttributes {
  if (content === undefined) return {};
  const { request, response } = content;
  return {
    'mlflow.spanInputs': asJson(isObject(request) ? { model: record.modelGroup, ...request } : { input: request }),
    'mlflow.spanOutputs': asJson(toCompletion(response, record)),
  };
}

/** An assistant's message as the chat completion that MLflow renders as a conversation. */
function toCompletion(response: unknown, { requestId, model, modelGroup }: SpendRecord): unknown {
  if (!isObject(response) || response['role'] !== 'assistant') {
    return response === undefined || isObject(response) ? response : { output: response };
  }
  const { finish_reason: reason, ...message } = response;
  return {
    id: requestId,
    object: 'chat.completion',
    model: model ?? modelGroup,
    choices: [{ index: 0, message, finish_reason: reason ?? null }],
  };
}

/** What LiteLLM's own `mlflow` callback puts on its span. */
function litellmAttributes(record: SpendRecord): SpanAttributes {
  return {
    litellm_call_id: record.callId,
    call_type: record.callType,
    model: record.model ?? record.modelGroup,
    api_base: record.apiBase,
    request_tags: record.tags.length === 0 ? undefined : record.tags,
    response_cost: record.cost === undefined ? undefined : toUsd(record.cost),
  };
}

/** Tags of the whole trace: LiteLLM's request tags, split at the colon, and what traces are looked for by. */
function tagAttributes({ record, teamAlias, userEmail }: CallTrace): SpanAttributes {
  const own = {
    litellm_call_id: record.callId,
    model_group: record.modelGroup,
    api_key_alias: record.keyAlias,
    team_alias: teamAlias,
    user_email: userEmail,
    task_id: record.taskId,
    client: record.client,
    error_type: record.error?.kind,
  };
  const asked = record.tags.map((tag): [string, string] => {
    const at = tag.indexOf(':');
    return at < 1 ? [tag, 'true'] : [tag.slice(0, at).trim(), tag.slice(at + 1).trim()];
  });
  const tags = [...asked, ...Object.entries(own)].flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' || name.trim() === ''
      ? []
      : [[`mlflow.traceTag.${name.slice(0, TAG_NAME_LENGTH)}`, value.slice(0, TAG_LENGTH)]],
  );
  return Object.fromEntries(tags);
}

function asJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
