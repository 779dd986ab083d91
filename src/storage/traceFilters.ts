import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { TraceFilter, TracePage, TraceSort } from '../domain/traces.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { logsMatching } from './spendFilters.ts';

type LogsBuilder = ExpressionBuilder<LedgerDatabase, 'spend_logs'>;

/** What a list of traces is sorted by. What is not known counts as less than nothing. */
export const TRACE_SORTS: Readonly<Record<TraceSort, Expression<number>>> = {
  startedAt: sql.ref<number>('started_at'),
  cost: sql<number>`coalesce(cost, -1)`,
  duration: sql<number>`ended_at - started_at`,
  firstToken: sql<number>`coalesce(first_token_at - started_at, -1)`,
  tokens: sql<number>`coalesce(input_tokens + output_tokens + cache_read_tokens + cache_write_5m_tokens
    + cache_write_1h_tokens, -1)`,
};

/** Columns that a text is looked for in; small ones, so that a page of a large ledger stays quick. */
const SEARCHED = [
  'error_message',
  'error_code',
  'model_group',
  'model',
  'client',
  'key_alias',
  'session_id',
  'tags_json',
] as const;

export function tracesMatching(filter: TraceFilter): (builder: LogsBuilder) => Expression<SqlBool> {
  return (eb) => {
    const { key, text, ...rest } = filter;
    const conditions = [logsMatching(rest)(eb)];
    if (key !== undefined) conditions.push(eb.or([eb('key_alias', '=', key), eb('token', '=', key)]));
    if (text !== undefined) conditions.push(holdsText(eb, text));
    return eb.and(conditions);
  };
}

function holdsText(eb: LogsBuilder, text: string): Expression<SqlBool> {
  const wanted = text.toLowerCase();
  const inColumn = SEARCHED.map((column) => eb(sql<number>`instr(lower(${sql.ref(column)}), ${wanted})`, '>', 0));
  const titled = sql<string>`(select id from tasks where instr(lower(title), ${wanted}) > 0)`;
  return eb.or([
    ...inColumn,
    eb('call_id', '=', text),
    eb('request_id', '=', text),
    sql<SqlBool>`task_id in ${titled}`,
  ]);
}

/**
 * Rows behind the end of the page before. By start, rows of one millisecond are in the order of their call ids; by
 * anything else, rows of one value are in the order in which they were written, which an index knows without reading them.
 */
export function behind({ sort, ascending, after }: TracePage): Expression<SqlBool> | undefined {
  if (after === undefined) return undefined;
  const value = TRACE_SORTS[sort];
  const place = sort === 'startedAt' ? sql`${after.callId}` : rowNumber(after.callId);
  const tie = sort === 'startedAt' ? sql.ref('call_id') : sql.ref('rowid');
  // In this form SQLite begins an index at the value instead of reading up to it.
  return ascending
    ? sql<SqlBool>`${value} >= ${after.value} and (${value} > ${after.value} or ${tie} > ${place})`
    : sql<SqlBool>`${value} <= ${after.value} and (${value} < ${after.value} or ${tie} < ${place})`;
}

function rowNumber(callId: string): Expression<number> {
  return sql<number>`(select of_call.rowid from spend_logs as of_call where of_call.call_id = ${callId})`;
}
