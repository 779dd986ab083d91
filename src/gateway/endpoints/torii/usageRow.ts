import { adjustCost } from '../../../domain/costAdjustment.ts';
import { toUsd } from '../../../domain/money.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import type { CsvValue } from '../../../protocol/csv.ts';

/** Columns of the export. New ones are only ever added at the end; none changes its meaning. */
export const USAGE_COLUMNS = [
  'started_at',
  'ended_at',
  'call_id',
  'request_id',
  'call_type',
  'status',
  'http_status',
  'error_kind',
  'model_group',
  'model',
  'provider',
  'region',
  'key_alias',
  'key_hash',
  'user_id',
  'team_id',
  'end_user',
  'session_id',
  'client',
  'tags',
  'stream',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'reasoning_tokens',
  'cost_usd',
  'cost_known',
  'input_cost_usd',
  'output_cost_usd',
  'cache_read_cost_usd',
  'cache_write_5m_cost_usd',
  'cache_write_1h_cost_usd',
  'discount_usd',
  'margin_usd',
  'cache_savings_usd',
  'price_source',
  'duration_ms',
  'time_to_first_token_ms',
  'attempts',
] as const;

export type UsageRow = Readonly<Record<(typeof USAGE_COLUMNS)[number], CsvValue>>;

/** A row of the ledger for a spreadsheet: ISO 8601 times in UTC, USD; unknown costs are empty and `cost_known` is false. */
export function toUsageRow(record: SpendRecord): UsageRow {
  return {
    started_at: new Date(record.startedAt).toISOString(),
    ended_at: new Date(record.endedAt).toISOString(),
    call_id: record.callId,
    request_id: record.requestId,
    call_type: record.callType,
    status: record.status,
    http_status: record.httpStatus,
    error_kind: record.error?.kind ?? null,
    model_group: record.modelGroup,
    model: record.model ?? null,
    provider: record.provider ?? null,
    region: record.region ?? null,
    key_alias: record.keyAlias ?? null,
    key_hash: record.token,
    user_id: record.userId ?? null,
    team_id: record.teamId ?? null,
    end_user: record.endUser ?? null,
    session_id: record.sessionId ?? null,
    client: record.client ?? null,
    tags: record.tags.join(';'),
    stream: record.stream,
    ...tokensOf(record),
    ...costsOf(record),
    price_source: record.price?.source ?? null,
    duration_ms: record.endedAt - record.startedAt,
    time_to_first_token_ms: record.firstTokenAt === undefined ? null : record.firstTokenAt - record.startedAt,
    attempts: record.attempts.length,
  };
}

function tokensOf({ usage }: SpendRecord) {
  return {
    input_tokens: usage?.inputTokens ?? null,
    output_tokens: usage?.outputTokens ?? null,
    cache_read_tokens: usage?.cacheReadTokens ?? null,
    cache_write_5m_tokens: usage?.cacheWrite5mTokens ?? null,
    cache_write_1h_tokens: usage?.cacheWrite1hTokens ?? null,
    reasoning_tokens: usage?.reasoningTokens ?? null,
  };
}

function costsOf({ cost, costParts: parts, price, cacheSavings }: SpendRecord) {
  const original = parts && parts.input + parts.output + parts.cacheRead + parts.cacheWrite5m + parts.cacheWrite1h;
  const adjusted = original === undefined ? undefined : adjustCost(original, price?.adjustment);
  return {
    cost_usd: usd(cost),
    cost_known: cost !== undefined,
    input_cost_usd: usd(parts?.input),
    output_cost_usd: usd(parts?.output),
    cache_read_cost_usd: usd(parts?.cacheRead),
    cache_write_5m_cost_usd: usd(parts?.cacheWrite5m),
    cache_write_1h_cost_usd: usd(parts?.cacheWrite1h),
    discount_usd: usd(adjusted?.discount),
    margin_usd: usd(adjusted?.margin),
    cache_savings_usd: usd(cacheSavings),
  };
}

function usd(nano: number | undefined): number | null {
  return nano === undefined ? null : toUsd(nano);
}
