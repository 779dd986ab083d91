import type { Compilable, CreateTableBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const initialLedger: Migration = {
  name: '001-initial-ledger',
  changesData: false,
  statements: (query) => [
    virtualKeys(query),
    index(query, 'virtual_keys_by_creation', 'virtual_keys', ['created_at']),
    reservations(query),
    index(query, 'reservations_by_token', 'reservations', ['token']),
    spendLogs(query),
    index(query, 'spend_logs_by_request', 'spend_logs', ['request_id']),
    index(query, 'spend_logs_by_start', 'spend_logs', ['started_at']),
    index(query, 'spend_logs_by_token', 'spend_logs', ['token', 'started_at']),
    index(query, 'spend_logs_by_group', 'spend_logs', ['model_group', 'started_at']),
    failures(query),
    spendQuarters(query),
  ],
};

function virtualKeys({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('virtual_keys')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('key_name', 'text', (column) => column.notNull())
    .addColumn('key_alias', 'text', (column) => column.unique())
    .addColumn('models_json', 'text', (column) => column.notNull())
    .addColumn('aliases_json', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('team_id', 'text')
    .addColumn('spend', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('max_budget', 'integer')
    .addColumn('expires_at', 'integer')
    .addColumn('blocked', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('metadata_json', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`);
}

function reservations({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('reservations')
    .addColumn('call_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('token', 'text', (column) => column.notNull().references('virtual_keys.token').onDelete('cascade'))
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('owner_pid', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`);
}

function spendLogs({ schema }: Kysely<unknown>): Compilable {
  const table = schema
    .createTable('spend_logs')
    .addColumn('call_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('call_type', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('key_alias', 'text')
    .addColumn('user_id', 'text')
    .addColumn('team_id', 'text')
    .addColumn('end_user', 'text')
    .addColumn('model_group', 'text', (column) => column.notNull())
    .addColumn('model_id', 'text')
    .addColumn('model', 'text')
    .addColumn('provider', 'text')
    .addColumn('region', 'text')
    .addColumn('api_base', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('http_status', 'integer', (column) => column.notNull())
    .addColumn('error_kind', 'text')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('stream', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'integer', (column) => column.notNull())
    .addColumn('first_token_at', 'integer')
    .addColumn('ended_at', 'integer', (column) => column.notNull());
  return withContext(withCosts(withUsage(table))).modifyEnd(sql`strict`);
}

type AnyTable = CreateTableBuilder<string, string>;

function withUsage(table: AnyTable): AnyTable {
  return table
    .addColumn('input_tokens', 'integer')
    .addColumn('output_tokens', 'integer')
    .addColumn('cache_read_tokens', 'integer')
    .addColumn('cache_write_5m_tokens', 'integer')
    .addColumn('cache_write_1h_tokens', 'integer')
    .addColumn('reasoning_tokens', 'integer')
    .addColumn('raw_usage_json', 'text');
}

function withCosts(table: AnyTable): AnyTable {
  return table
    .addColumn('price_json', 'text')
    .addColumn('cost', 'integer')
    .addColumn('input_cost', 'integer')
    .addColumn('output_cost', 'integer')
    .addColumn('cache_read_cost', 'integer')
    .addColumn('cache_write_5m_cost', 'integer')
    .addColumn('cache_write_1h_cost', 'integer')
    .addColumn('cache_savings', 'integer');
}

function withContext(table: AnyTable): AnyTable {
  return table
    .addColumn('fallback', 'integer', (column) => column.notNull())
    .addColumn('attempts_json', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text')
    .addColumn('client', 'text')
    .addColumn('tags_json', 'text', (column) => column.notNull())
    .addColumn('ip_address', 'text')
    .addColumn('metadata_json', 'text', (column) => column.notNull());
}

/** Failures are few: an index of them alone costs a successful call nothing. */
function failures({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createIndex('spend_logs_failures')
    .on('spend_logs')
    .column('started_at')
    .where(sql.ref('status'), '=', sql.lit('failure'));
}

function spendQuarters({ schema }: Kysely<unknown>): Compilable {
  const sums = [
    'requests',
    'failures',
    'fallbacks',
    'unknown_cost_requests',
    'cost',
    'cache_savings',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
  ];
  const table = schema
    .createTable('spend_quarters')
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('model_group', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('spend_quarters_key', ['slot', 'token', 'model_group', 'model', 'provider']);
  return sums
    .reduce<AnyTable>((builder, name) => builder.addColumn(name, 'integer', (column) => column.notNull()), table)
    .modifyEnd(sql`strict, without rowid`);
}

function index({ schema }: Kysely<unknown>, name: string, table: string, columns: readonly string[]): Compilable {
  return schema
    .createIndex(name)
    .on(table)
    .columns([...columns]);
}
