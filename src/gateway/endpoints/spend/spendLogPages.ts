import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import { fromUsd } from '../../../domain/money.ts';
import type { SpendFilter, SpendPage } from '../../../domain/ports.ts';
import type { KeptBodies } from '../../../domain/promptStorage.ts';
import type { Caller } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readQuery } from '../../readQuery.ts';
import { toInstant } from './dates.ts';
import { toSpendLogRow } from './spendLogRow.ts';
import { askedSpend, visibleSpend } from './visibleSpend.ts';

const pageFields = {
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(50),
};

/** An empty parameter of a form is none. */
const text = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));
const usd = z.coerce.number().nonnegative().optional();

export const spendLogPagesQuery = z.object({
  ...pageFields,
  start_date: text,
  end_date: text,
  api_key: text,
  user_id: text,
  request_id: text,
  team_id: text,
  session_id: text,
  min_spend: usd,
  max_spend: usd,
  status_filter: z.enum(['success', 'failure', '']).optional(),
  model: text,
  model_id: text,
  key_alias: text,
  end_user: text,
  error_code: text,
  error_message: text,
  sort_by: z.enum(['spend', 'total_tokens', 'startTime', 'endTime']).default('startTime'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
});

export const sessionQuery = z.object({ ...pageFields, session_id: z.string().min(1) });

const SORTS = { spend: 'cost', total_tokens: 'tokens', startTime: 'startedAt', endTime: 'endedAt' } as const;

/** LiteLLM's paged logs: `/spend/logs/v2`, `/spend/logs/ui`, the rows of a session, and one row with its bodies. */
export function registerSpendLogPages(server: FastifyInstance, context: GatewayContext): void {
  for (const url of ['/spend/logs/v2', '/spend/logs/ui']) {
    server.get(url, async (request) => {
      const query = readQuery(spendLogPagesQuery, request);
      const sort = { sortBy: SORTS[query.sort_by], ascending: query.sort_order === 'asc' };
      return await pageOf(context, toFilter(query, callerOf(request)), query, sort);
    });
  }
  server.get('/spend/logs/session/ui', async (request) => {
    const query = readQuery(sessionQuery, request);
    const filter = { ...visibleSpend(callerOf(request)), sessionId: query.session_id };
    return await pageOf(context, filter, query, { sortBy: 'startedAt', ascending: true });
  });
  server.get<{ Params: { requestId: string } }>('/spend/logs/ui/:requestId', async (request) => {
    const { requestId } = request.params;
    const filter = { ...visibleSpend(callerOf(request)), requestId };
    const [record] = await context.spend.list(filter, { offset: 0, limit: 1 });
    if (record === undefined) throw new GatewayError('not-found', 'No request with this id is in the ledger.');
    const bodies = await context.prompts.find(record.callId);
    return { ...toSpendLogRow(record), ...toBodyFields(bodies) };
  });
}

/** LiteLLM's columns for what was asked and answered; empty where it was not kept. */
function toBodyFields(bodies: KeptBodies | undefined): Record<string, unknown> {
  if (bodies === undefined) return { proxy_server_request: {} };
  const { request, response } = bodies;
  const messages = isObject(request) ? (request['messages'] ?? request['input'] ?? request['prompt']) : undefined;
  return { messages: messages ?? {}, response, proxy_server_request: request };
}

async function pageOf(
  context: GatewayContext,
  filter: SpendFilter,
  { page, page_size: size }: { readonly page: number; readonly page_size: number },
  sort: Pick<SpendPage, 'sortBy' | 'ascending'>,
): Promise<Record<string, unknown>> {
  const [rows, total] = await Promise.all([
    context.spend.list(filter, { offset: (page - 1) * size, limit: size, ...sort }),
    context.spend.count(filter),
  ]);
  return { data: rows.map(toSpendLogRow), total, page, page_size: size, total_pages: Math.ceil(total / size) };
}

function toFilter(query: z.infer<typeof spendLogPagesQuery>, caller: Caller): SpendFilter {
  return {
    ...askedSpend(caller, query),
    requestId: query.request_id,
    teamId: query.team_id,
    sessionId: query.session_id,
    minCost: query.min_spend === undefined ? undefined : fromUsd(query.min_spend),
    maxCost: query.max_spend === undefined ? undefined : fromUsd(query.max_spend),
    status: query.status_filter === '' ? undefined : query.status_filter,
    model: query.model,
    modelId: query.model_id,
    keyAlias: query.key_alias,
    endUser: query.end_user,
    errorCode: query.error_code,
    errorText: query.error_message,
    from: query.start_date === undefined ? undefined : toInstant(query.start_date, 'start_date'),
    to: query.end_date === undefined ? undefined : toInstant(query.end_date, 'end_date') + 1,
  };
}
