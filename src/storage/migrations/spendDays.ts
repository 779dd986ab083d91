import type { Compilable, CreateTableBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

const DAY_KEY = ['token', 'user_id', 'team_id', 'end_user', 'call_type', 'model_group', 'model', 'provider'] as const;

const SUMS = [
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
] as const;

const BEGIN_BACKFILL = sql`
  insert into backfills (name, done_row, last_row)
  select 'spend_days', 0, coalesce(max(rowid), 0) from spend_logs`;

const JOIN_SLOTS = sql`
  insert into spend_slots
  select slot, model_group, model, provider, ${sql.join(SUMS.map((column) => sql`sum(${sql.ref(column)})`))}
  from spend_quarters group by slot, model_group, model, provider`;

/**
 * Sums per UTC day, in which keys, users and teams can be told apart, so that those per quarter of an hour no longer
 * need to: what the dashboard reads becomes as small as it can be. Rows that exist already are added later and little by little: `backfills` says how far that has
 * come, so that opening a large ledger takes no longer.
 */
export const spendDays: Migration = {
  name: '007-spend-days',
  changesData: true,
  statements: (query) => [
    sums(query, 'spend_days', ['day', ...DAY_KEY]),
    sums(query, 'spend_tag_days', ['day', 'tag', ...DAY_KEY]),
    sums(query, 'spend_slots', ['slot', 'model_group', 'model', 'provider']),
    { compile: () => JOIN_SLOTS.compile(query) },
    query.schema.dropTable('spend_quarters'),
    query.schema.alterTable('spend_slots').renameTo('spend_quarters'),
    query.schema
      .createTable('backfills')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('done_row', 'integer', (column) => column.notNull())
      .addColumn('last_row', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`),
    { compile: () => BEGIN_BACKFILL.compile(query) },
    partialIndex(query, 'session_id'),
    partialIndex(query, 'user_id'),
    partialIndex(query, 'team_id'),
  ],
};

function sums({ schema }: Kysely<unknown>, name: string, key: readonly string[]): Compilable {
  const table = key.reduce<CreateTableBuilder<string, string>>(
    (builder, column) =>
      builder.addColumn(column, column === 'day' || column === 'slot' ? 'integer' : 'text', (type) => type.notNull()),
    schema.createTable(name),
  );
  return SUMS.reduce((builder, column) => builder.addColumn(column, 'integer', (type) => type.notNull()), table)
    .addPrimaryKeyConstraint(`${name}_key`, [...key])
    .modifyEnd(sql`strict, without rowid`);
}

/** Most rows have none of these, and then the index costs them nothing. */
function partialIndex({ schema }: Kysely<unknown>, column: string): Compilable {
  return schema
    .createIndex(`spend_logs_by_${column}`)
    .on('spend_logs')
    .columns([column, 'started_at'])
    .where(sql.ref(column), 'is not', null);
}
