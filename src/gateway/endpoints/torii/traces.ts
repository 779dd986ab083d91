import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import { type TraceCursor, traceSorts } from '../../../domain/traces.ts';
import { TRACES_PATH, type TraceContentView, type TraceDetail, type TraceList } from '../../../protocol/traces.ts';
import type { GatewayContext } from '../../context.ts';
import { readQuery } from '../../readQuery.ts';
import { epochMs } from './query.ts';
import { toTraceDetail, toTraceSummary } from './traceView.ts';

const LONGEST_TEXT = 200;
const named = z.string().min(1).optional();

const tracesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  sort: z.enum(traceSorts).default('startedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
  model: named,
  status: z.enum(['success', 'failure']).optional(),
  key: named,
  task: named,
  text: z.string().trim().max(LONGEST_TEXT).optional(),
  from: epochMs.optional(),
  to: epochMs.optional(),
});

const cursorSchema = z.tuple([z.number(), z.string()]);

/** Single requests, for looking at. Admin only, or a login of `/ui`. */
export function registerTraces(server: FastifyInstance, context: GatewayContext): void {
  const config = { dashboard: true };
  server.get(TRACES_PATH, { config }, async (request): Promise<TraceList> => {
    return await listTraces(context, readQuery(tracesQuery, request));
  });

  server.get<{ Params: { callId: string } }>(
    `${TRACES_PATH}/:callId`,
    { config },
    async (request): Promise<TraceDetail> => await toTraceDetail(context, await find(context, request.params.callId)),
  );

  server.get<{ Params: { callId: string } }>(
    `${TRACES_PATH}/:callId/content`,
    { config },
    async (request): Promise<TraceContentView> => {
      const bodies = await context.prompts.find(request.params.callId);
      if (bodies === undefined) throw new GatewayError('not-found', 'The bodies of this request are not kept.');
      return { request: bodies.request ?? null, response: bodies.response ?? null };
    },
  );
}

async function listTraces(
  { traceStore }: GatewayContext,
  { limit, cursor, sort, order, task, text, ...rest }: z.infer<typeof tracesQuery>,
): Promise<TraceList> {
  const filter = { ...rest, taskId: task, text: text === '' ? undefined : text };
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const [slice, total] = await Promise.all([
    traceStore.page(filter, { limit, sort, ascending: order === 'asc', after }),
    traceStore.count(filter),
  ]);
  return {
    traces: slice.rows.map((row) => toTraceSummary(row, slice.titles)),
    nextCursor: slice.next === undefined ? null : writeCursor(slice.next),
    total: total ?? null,
  };
}

async function find(context: GatewayContext, callId: string): Promise<SpendRecord> {
  const record = await context.spend.find(callId);
  if (record === undefined) throw new GatewayError('not-found', 'No request with this id is in the ledger.');
  return record;
}

function writeCursor({ value, callId }: TraceCursor): string {
  return Buffer.from(JSON.stringify([value, callId])).toString('base64url');
}

function readCursor(text: string): TraceCursor {
  try {
    const [value, callId] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { value, callId };
  } catch (cause) {
    throw new GatewayError('bad-request', 'The cursor is not one that this list gave.', { param: 'cursor', cause });
  }
}
