import { promptTokens } from '../../../domain/chat.ts';
import { adjustCost } from '../../../domain/costAdjustment.ts';
import { toUsd } from '../../../domain/money.ts';
import type { SpendRecord } from '../../../domain/spend.ts';

/** LiteLLM's columns. `spend` is null where the cost is unknown: 0 would be a lie. */
export function toSpendLogRow(record: SpendRecord): Record<string, unknown> {
  const { usage } = record;
  const prompt = usage === undefined ? 0 : promptTokens(usage);
  return {
    request_id: record.requestId,
    call_type: record.callType,
    api_key: record.token,
    spend: record.cost === undefined ? null : toUsd(record.cost),
    spend_unknown: record.cost === undefined,
    total_tokens: prompt + (usage?.outputTokens ?? 0),
    prompt_tokens: prompt,
    completion_tokens: usage?.outputTokens ?? 0,
    startTime: new Date(record.startedAt).toISOString(),
    endTime: new Date(record.endedAt).toISOString(),
    completionStartTime: record.firstTokenAt === undefined ? null : new Date(record.firstTokenAt).toISOString(),
    request_duration_ms: record.endedAt - record.startedAt,
    model: record.model ?? '',
    model_id: record.modelId ?? '',
    model_group: record.modelGroup,
    custom_llm_provider: record.provider ?? '',
    api_base: record.apiBase ?? '',
    user: record.userId ?? '',
    end_user: record.endUser ?? '',
    team_id: record.teamId ?? null,
    cache_hit: 'False',
    request_tags: record.tags,
    requester_ip_address: record.ipAddress ?? null,
    session_id: record.sessionId ?? record.callId,
    status: record.status,
    messages: {},
    response: {},
    metadata: toMetadata(record),
  };
}

function toMetadata(record: SpendRecord): Record<string, unknown> {
  return {
    ...record.metadata,
    user_api_key: record.token,
    user_api_key_alias: record.keyAlias ?? null,
    user_api_key_user_id: record.userId ?? null,
    user_api_key_team_id: record.teamId ?? null,
    status: record.status,
    usage_object: record.usage?.raw ?? null,
    cost_breakdown: record.costParts && {
      input_cost: toUsd(record.costParts.input),
      output_cost: toUsd(record.costParts.output),
      cache_read_cost: toUsd(record.costParts.cacheRead),
      cache_creation_cost: toUsd(record.costParts.cacheWrite5m + record.costParts.cacheWrite1h),
      ...adjustmentsOf(record),
      total_cost: toUsd(record.cost ?? 0),
    },
    error_information: record.error && {
      error_code: String(record.httpStatus),
      error_class: record.error.kind,
      error_message: record.error.message,
      llm_provider: record.provider ?? null,
    },
    attempted_retries: record.attempts.filter(({ reason }) => reason === 'retry').length,
    attempts: record.attempts,
  };
}

/** LiteLLM's names; only where the config has put a discount or margin on the cost. */
function adjustmentsOf({ costParts: parts, price }: SpendRecord): Record<string, number> {
  if (parts === undefined || price?.adjustment === undefined) return {};
  const sum = parts.input + parts.output + parts.cacheRead + parts.cacheWrite5m + parts.cacheWrite1h;
  const { original, discount, margin } = adjustCost(sum, price.adjustment);
  return {
    original_cost: toUsd(original),
    discount_percent: price.adjustment.discount,
    discount_amount: toUsd(discount),
    margin_percent: price.adjustment.marginPart,
    margin_fixed_amount: toUsd(price.adjustment.marginFixed),
    margin_total_amount: toUsd(margin),
  };
}
