import { type Compilable, type Kysely, sql } from 'kysely';
import type { Migration } from '../migrator.ts';

/** Spend and caps of every scope; what keys had of both in their own columns moves over, and what the log knows of the others. */
export const budgets: Migration = {
  name: '003-budgets',
  changesData: true,
  statements: (query) => [
    limits(query),
    query.schema
      .createTable('budget_revision')
      .addColumn('revision', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`),
    statement(query, sql`insert into budget_revision (revision) values (0)`),
    accounts(query),
    reservations(query),
    query.schema.createIndex('budget_reservations_by_account').on('budget_reservations').columns(['account', 'amount']),
    query.schema.dropTable('reservations'),
    spendOfKeys(query),
    limitsOfKeys(query),
    spendOf(query, sql`'user:' || user_id`, sql`user_id is not null`),
    spendOf(query, sql`'team:' || team_id`, sql`team_id is not null`),
    spendOf(query, sql`'member:' || team_id || '/' || user_id`, sql`team_id is not null and user_id is not null`),
    spendOf(query, sql`'customer:' || end_user`, sql`end_user is not null`),
    spendOfTags(query),
  ],
};

function limits({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('budget_limits')
    .addColumn('scope', 'text', (column) => column.primaryKey().notNull())
    .addColumn('limits_json', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict, without rowid`);
}

function accounts({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('budget_accounts')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('duration', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('max_budget', 'integer')
    .addColumn('soft_budget', 'integer')
    .addColumn('raised', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('extra', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('extra_until', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('spend', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('resets_at', 'integer')
    .addUniqueConstraint('budget_accounts_key', ['scope', 'model', 'duration'])
    .modifyEnd(sql`strict`);
}

function reservations({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('budget_reservations')
    .addColumn('call_id', 'text', (column) => column.notNull())
    .addColumn('account', 'integer', (column) => column.notNull().references('budget_accounts.id').onDelete('cascade'))
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('owner_pid', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('budget_reservations_key', ['call_id', 'account'])
    .modifyEnd(sql`strict, without rowid`);
}

function spendOfKeys(query: Kysely<unknown>): Compilable {
  return statement(
    query,
    sql`insert into budget_accounts (scope, max_budget, spend) select 'key:' || token, max_budget, spend from virtual_keys`,
  );
}

function limitsOfKeys(query: Kysely<unknown>): Compilable {
  return statement(
    query,
    sql`insert into budget_limits (scope, limits_json)
      select 'key:' || token, json_object('windows', json_array(json_object('maxBudget', max_budget)))
      from virtual_keys where max_budget is not null`,
  );
}

function spendOf(query: Kysely<unknown>, scope: ReturnType<typeof sql>, known: ReturnType<typeof sql>): Compilable {
  return statement(
    query,
    sql`insert into budget_accounts (scope, spend)
      select ${scope}, coalesce(sum(cost), 0) from spend_logs where ${known} group by 1`,
  );
}

function spendOfTags(query: Kysely<unknown>): Compilable {
  return statement(
    query,
    sql`insert into budget_accounts (scope, spend)
      select 'tag:' || tag.value, coalesce(sum(cost), 0) from spend_logs, json_each(tags_json) as tag group by 1`,
  );
}

function statement(query: Kysely<unknown>, text: ReturnType<typeof sql>): Compilable {
  return { compile: () => text.compile(query) };
}
