import type { TokenUsage } from '../domain/chat.ts';
import type { ErrorKind } from '../domain/errors.ts';
import { toSafeInteger } from '../domain/money.ts';
import type { CostParts, ModelPrice } from '../domain/pricing.ts';
import type { AttemptRecord, SpendRecord } from '../domain/spend.ts';
import type { SpendLogsTable } from './databaseTypes.ts';
import { fromJsonColumn, objectFromJson, stringsFromJson, toJsonColumn } from './jsonColumn.ts';

/** Every column once, checked for completeness by its type. */
const COLUMN_SET: Readonly<Record<keyof SpendLogsTable, true>> = {
  call_id: true,
  request_id: true,
  call_type: true,
  token: true,
  key_alias: true,
  user_id: true,
  team_id: true,
  end_user: true,
  model_group: true,
  model_id: true,
  model: true,
  provider: true,
  region: true,
  api_base: true,
  status: true,
  http_status: true,
  error_kind: true,
  error_code: true,
  error_message: true,
  stream: true,
  started_at: true,
  first_token_at: true,
  ended_at: true,
  input_tokens: true,
  output_tokens: true,
  cache_read_tokens: true,
  cache_write_5m_tokens: true,
  cache_write_1h_tokens: true,
  reasoning_tokens: true,
  raw_usage_json: true,
  service_tier: true,
  price_json: true,
  cost: true,
  input_cost: true,
  output_cost: true,
  cache_read_cost: true,
  cache_write_5m_cost: true,
  cache_write_1h_cost: true,
  cache_savings: true,
  fallback: true,
  attempts_json: true,
  session_id: true,
  task_id: true,
  client: true,
  tags_json: true,
  ip_address: true,
  metadata_json: true,
};

export const SPEND_LOG_COLUMNS = Object.keys(COLUMN_SET) as readonly (keyof SpendLogsTable)[];

/** Times are rounded to whole ms: a clock that counts fractions must not cost a row. */
export function toSpendRow(record: SpendRecord): SpendLogsTable {
  return {
    call_id: record.callId,
    request_id: record.requestId,
    call_type: record.callType,
    token: record.token,
    key_alias: record.keyAlias ?? null,
    user_id: record.userId ?? null,
    team_id: record.teamId ?? null,
    end_user: record.endUser ?? null,
    model_group: record.modelGroup,
    model_id: record.modelId ?? null,
    model: record.model ?? null,
    provider: record.provider ?? null,
    region: record.region ?? null,
    api_base: record.apiBase ?? null,
    status: record.status,
    http_status: record.httpStatus,
    ...toErrorColumns(record.error),
    stream: record.stream ? 1 : 0,
    started_at: Math.round(record.startedAt),
    first_token_at: record.firstTokenAt === undefined ? null : Math.round(record.firstTokenAt),
    ended_at: Math.round(record.endedAt),
    ...toUsageColumns(record.usage),
    service_tier: record.serviceTier ?? null,
    ...toBillColumns(record),
    fallback: wasAnsweredByFallback(record) ? 1 : 0,
    attempts_json: toJsonColumn(record.attempts) ?? '[]',
    session_id: record.sessionId ?? null,
    task_id: record.taskId ?? null,
    client: record.client ?? null,
    tags_json: toJsonColumn(record.tags) ?? '[]',
    ip_address: record.ipAddress ?? null,
    metadata_json: toJsonColumn(record.metadata) ?? '{}',
  };
}

/** A request never returns to a group that it fell back from, so one fallback attempt is enough. */
function wasAnsweredByFallback(record: SpendRecord): boolean {
  return record.status === 'success' && record.attempts.some(({ reason }) => reason === 'fallback');
}

function toErrorColumns(error: SpendRecord['error']) {
  return {
    error_kind: error?.kind ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
  };
}

function toUsageColumns(usage: TokenUsage | undefined) {
  return {
    input_tokens: toCount(usage?.inputTokens),
    output_tokens: toCount(usage?.outputTokens),
    cache_read_tokens: toCount(usage?.cacheReadTokens),
    cache_write_5m_tokens: toCount(usage?.cacheWrite5mTokens),
    cache_write_1h_tokens: toCount(usage?.cacheWrite1hTokens),
    reasoning_tokens: toCount(usage?.reasoningTokens),
    raw_usage_json: toJsonColumn(usage?.raw),
  };
}

/** Servers may count in halves, or beyond all bounds; the row is written all the same. */
function toCount(tokens: number | undefined): number | null {
  return tokens === undefined ? null : toSafeInteger(tokens);
}

/** The columns that follow from a price. */
export function toBillColumns(bill: Pick<SpendRecord, 'price' | 'cost' | 'costParts' | 'cacheSavings'>) {
  return {
    price_json: toJsonColumn(bill.price),
    cost: bill.cost ?? null,
    ...toCostColumns(bill.costParts),
    cache_savings: bill.cacheSavings ?? null,
  };
}

function toCostColumns(parts: CostParts | undefined) {
  return {
    input_cost: parts?.input ?? null,
    output_cost: parts?.output ?? null,
    cache_read_cost: parts?.cacheRead ?? null,
    cache_write_5m_cost: parts?.cacheWrite5m ?? null,
    cache_write_1h_cost: parts?.cacheWrite1h ?? null,
  };
}

export function fromSpendRow(row: SpendLogsTable): SpendRecord {
  return {
    callId: row.call_id,
    requestId: row.request_id,
    callType: row.call_type,
    token: row.token,
    keyAlias: row.key_alias ?? undefined,
    userId: row.user_id ?? undefined,
    teamId: row.team_id ?? undefined,
    endUser: row.end_user ?? undefined,
    modelGroup: row.model_group,
    modelId: row.model_id ?? undefined,
    model: row.model ?? undefined,
    provider: row.provider ?? undefined,
    region: row.region ?? undefined,
    apiBase: row.api_base ?? undefined,
    status: row.status,
    httpStatus: row.http_status,
    error: fromErrorColumns(row),
    stream: row.stream === 1,
    startedAt: row.started_at,
    firstTokenAt: row.first_token_at ?? undefined,
    endedAt: row.ended_at,
    usage: fromUsageColumns(row),
    serviceTier: row.service_tier ?? undefined,
    price: fromPriceColumn(row.price_json),
    cost: row.cost ?? undefined,
    costParts: fromCostColumns(row),
    cacheSavings: row.cache_savings ?? undefined,
    attempts: fromAttemptsColumn(row.attempts_json),
    sessionId: row.session_id ?? undefined,
    taskId: row.task_id ?? undefined,
    client: row.client ?? undefined,
    tags: stringsFromJson(row.tags_json),
    ipAddress: row.ip_address ?? undefined,
    metadata: objectFromJson(row.metadata_json),
  };
}

function fromErrorColumns(row: SpendLogsTable): SpendRecord['error'] {
  if (row.error_kind === null) return undefined;
  return { kind: row.error_kind as ErrorKind, code: row.error_code ?? undefined, message: row.error_message ?? '' };
}

function fromUsageColumns(row: SpendLogsTable): TokenUsage | undefined {
  if (row.input_tokens === null) return undefined;
  return {
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens ?? 0,
    cacheReadTokens: row.cache_read_tokens ?? 0,
    cacheWrite5mTokens: row.cache_write_5m_tokens ?? 0,
    cacheWrite1hTokens: row.cache_write_1h_tokens ?? 0,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    raw: fromJsonColumn(row.raw_usage_json),
  };
}

function fromCostColumns(row: SpendLogsTable): CostParts | undefined {
  if (row.input_cost === null) return undefined;
  return {
    input: row.input_cost,
    output: row.output_cost ?? 0,
    cacheRead: row.cache_read_cost ?? 0,
    cacheWrite5m: row.cache_write_5m_cost ?? 0,
    cacheWrite1h: row.cache_write_1h_cost ?? 0,
  };
}

/** Only this file writes the column, from the same type. */
function fromPriceColumn(text: string | null): ModelPrice | undefined {
  return fromJsonColumn(text) as ModelPrice | undefined;
}

/** Only this file writes the column, from the same type. */
function fromAttemptsColumn(text: string): readonly AttemptRecord[] {
  return (fromJsonColumn(text) ?? []) as readonly AttemptRecord[];
}
