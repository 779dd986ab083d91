import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SpendFilter } from '../../../domain/ports.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import { EXPORT_CSV_PATH, EXPORT_JSON_PATH } from '../../../protocol/billing.ts';
import { toCsvLine } from '../../../protocol/csv.ts';
import type { GatewayContext } from '../../context.ts';
import { readQuery } from '../../readQuery.ts';
import { toUsageRow, USAGE_COLUMNS } from './usageRow.ts';

const epochMs = z.coerce.number().int().nonnegative().optional();
const text = z.string().min(1).optional();

export const exportQuery = z.object({
  from: epochMs,
  to: epochMs,
  model: text,
  status: z.enum(['success', 'failure']).optional(),
  userId: text,
  teamId: text,
  keyAlias: text,
  token: text,
});

/** Rows that are read at once: memory stays flat however many there are. */
const STEP_ROWS = 500;

/** The rows of the ledger as a file, oldest first, written as they are read. */
export function registerExportUsage(server: FastifyInstance, context: GatewayContext): void {
  const config = { dashboard: true };
  server.get(EXPORT_CSV_PATH, { config }, (request, reply) =>
    send(context, request, reply, { type: 'text/csv; charset=utf-8', name: 'torii-usage.csv', write: csv }),
  );
  server.get(EXPORT_JSON_PATH, { config }, (request, reply) =>
    send(context, request, reply, { type: 'application/json; charset=utf-8', name: 'torii-usage.json', write: json }),
  );
}

interface Form {
  readonly type: string;
  readonly name: string;
  readonly write: (records: AsyncIterable<SpendRecord>) => AsyncIterable<string>;
}

async function send(
  context: GatewayContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { type, name, write }: Form,
): Promise<FastifyReply> {
  const filter = readQuery(exportQuery, request);
  // What comes in while the file is written is not part of it.
  const records = recordsOf(context, { ...filter, to: filter.to ?? context.clock.now() });
  return await reply
    .headers({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
    })
    .send(Readable.from(write(records)));
}

/** Pages by the start of the last row that was read, so that a page costs the same at the end as at the beginning. */
async function* recordsOf(context: GatewayContext, filter: SpendFilter): AsyncGenerator<SpendRecord, void, undefined> {
  let from = filter.from;
  let seen = new Set<string>();
  for (;;) {
    const page = { offset: seen.size, limit: STEP_ROWS, ascending: true };
    const rows = await context.spend.list({ ...filter, from }, page);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < STEP_ROWS) return;
    // Rows of the same millisecond come again with the next page and are passed over.
    const same = rows.filter(({ startedAt }) => startedAt === last.startedAt).map(({ callId }) => callId);
    seen = new Set(last.startedAt === from ? [...seen, ...same] : same);
    from = last.startedAt;
  }
}

async function* csv(records: AsyncIterable<SpendRecord>): AsyncGenerator<string, void, undefined> {
  yield toCsvLine(USAGE_COLUMNS);
  for await (const record of records) {
    const row = toUsageRow(record);
    yield toCsvLine(USAGE_COLUMNS.map((column) => row[column]));
  }
}

async function* json(records: AsyncIterable<SpendRecord>): AsyncGenerator<string, void, undefined> {
  let separator = '[\n';
  for await (const record of records) {
    yield separator + JSON.stringify(toUsageRow(record));
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
