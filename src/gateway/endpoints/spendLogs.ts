import type { FastifyInstance } from 'fastify';
import { promptTokens } from '../../domain/chat.ts';
import { GatewayError } from '../../domain/errors.ts';
import { toUsd } from '../../domain/money.ts';
import type { SpendFilter } from '../../domain/ports.ts';
import type { SpendRecord } from '../../domain/spend.ts';
import type { Caller } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { toToken } from '../digest.ts';
import { callerOf } from '../llmRequest.ts';

interface SpendQuery {
  readonly api_key?: string;
  readonly user_id?: string;
  readonly request_id?: string;
  readonly start_date?: string;
  readonly end_date?: string;
  readonly summarize?: string;
}

const MOST_ROWS = 1000;
const DAY_MS = 86_400_000;

/** `GET /spend/logs`: LiteLLM's rows. A key sees its own, a master key all. */
export function registerSpendLogs(server: FastifyInstance, context: GatewayContext): void {
  server.get<{ Querystring: SpendQuery }>('/spend/logs', async (request) => {
    const { query } = request;
    const filter = toFilter(query, callerOf(request));
    const ranged = query.start_date !== undefined && query.end_date !== undefined;
    if (ranged && query.summarize !== 'false') return await summarise(context, filter, query);
    const rows = await context.spend.list(filter, { offset: 0, limit: MOST_ROWS });
    return rows.map(toRow);
  });
}

function toFilter(query: SpendQuery, caller: Caller): SpendFilter {
  const asked = query.api_key === undefined ? undefined : toToken(query.api_key);
  const own = caller.role === 'key' ? caller.key.token : undefined;
  if (own !== undefined && asked !== undefined && asked !== own) {
    throw new GatewayError('permission', 'You are not allowed to see the spend of this key.', { param: 'api_key' });
  }
  const from = toDay(query.start_date, 'start_date');
  const to = toDay(query.end_date, 'end_date');
  return {
    token: own ?? asked,
    userId: query.user_id,
    requestId: query.request_id,
    from,
    to: to === undefined ? undefined : to + DAY_MS,
  };
}

function toDay(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (!Number.isNaN(day)) return day;
  throw new GatewayError('bad-request', `${name}: '${text}' is not a date; write YYYY-MM-DD`, { param: name });
}

/** One object per UTC day, days without requests included, as LiteLLM has it. */
async function summarise(context: GatewayContext, filter: SpendFilter, query: SpendQuery): Promise<readonly unknown[]> {
  const { from = 0, to = 0 } = filter;
  const days: Record<string, unknown>[] = [];
  for (let day = from; day < to && days.length < 366; day += DAY_MS) {
    const rows = await context.spend.list({ ...filter, from: day, to: day + DAY_MS }, { offset: 0, limit: 100_000 });
    days.push(summariseDay(new Date(day).toISOString().slice(0, 10), rows, query));
  }
  return days;
}

function summariseDay(startTime: string, rows: readonly SpendRecord[], query: SpendQuery): Record<string, unknown> {
  const models: Record<string, number> = {};
  const users: Record<string, number> = {};
  const keys: Record<string, number> = {};
  let spend = 0;
  for (const row of rows) {
    const cost = row.cost ?? 0;
    spend += cost;
    add(models, row.model ?? row.modelGroup, cost);
    add(users, row.userId ?? '', cost);
    add(keys, row.token, cost);
  }
  const byKey = query.api_key === undefined ? {} : inUsd(keys);
  return { ...byKey, startTime, spend: toUsd(spend), users: inUsd(users), models: inUsd(models) };
}

function add(sums: Record<string, number>, name: string, cost: number): void {
  sums[name] = (sums[name] ?? 0) + cost;
}

function inUsd(sums: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).map(([name, cost]) => [name, toUsd(cost)]));
}

/** LiteLLM's columns. `spend` is null where the cost is unknown: 0 would be a lie. */
function toRow(record: SpendRecord): Record<string, unknown> {
  const { usage } = record;
  const prompt = usage === undefined ? 0 : promptTokens(usage);
  return {
    request_id: record.requestId,
    call_type: record.callType,
    api_key: record.token,
    spend: record.cost === undefined ? null : toUsd(record.cost),
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
