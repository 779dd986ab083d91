import { type CreateTableBuilder, sql } from 'kysely';
import type { Migration } from '../migrator.ts';

const REQUIRED_TEXTS = ['call_id', 'request_id', 'call_type', 'token', 'model_group', 'status'];
const REQUIRED_JSON = ['attempts_json', 'tags_json', 'metadata_json'];
const REQUIRED_NUMBERS = ['http_status', 'stream', 'started_at', 'ended_at', 'fallback'];
const TEXTS = [
  ...['key_alias', 'user_id', 'team_id', 'end_user', 'model_id', 'model', 'provider', 'region', 'api_base'],
  ...['error_kind', 'error_code', 'error_message', 'raw_usage_json', 'service_tier', 'price_json'],
  ...['session_id', 'task_id', 'client', 'ip_address', 'answering_group'],
];
const NUMBERS = [
  ...['first_token_at', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_5m_tokens'],
  ...['cache_write_1h_tokens', 'reasoning_tokens', 'cost', 'input_cost', 'output_cost', 'cache_read_cost'],
  ...['cache_write_5m_cost', 'cache_write_1h_cost', 'cache_savings'],
];

/**
 * Rows of calls that have ended, as they are to stand in `spend_logs`, until they are entered there with their sums and
 * spend. Nothing but the row itself is written when a call ends: no index, so that it costs one page.
 */
export const settledCalls: Migration = {
  name: '014-settled-calls',
  changesData: false,
  statements: ({ schema }) => {
    let table: CreateTableBuilder<string, string> = schema
      .createTable('settled_calls')
      .addColumn('id', 'integer', (column) => column.primaryKey());
    for (const name of [...REQUIRED_TEXTS, ...REQUIRED_JSON])
      table = table.addColumn(name, 'text', (column) => column.notNull());
    for (const name of REQUIRED_NUMBERS) table = table.addColumn(name, 'integer', (column) => column.notNull());
    for (const name of TEXTS) table = table.addColumn(name, 'text');
    for (const name of NUMBERS) table = table.addColumn(name, 'integer');
    return [table.modifyEnd(sql`strict`)];
  },
};
