import type { Compilable, CreateTableBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

/** All that keys can carry and belong to. */
export const governance: Migration = {
  name: '005-governance',
  changesData: false,
  statements: (query) => [
    addColumn(query, 'fields_json', "'{}'"),
    addColumn(query, 'created_by', undefined),
    addColumn(query, 'updated_by', undefined),
    query.schema.createIndex('virtual_keys_by_user').on('virtual_keys').column('user_id'),
    query.schema.createIndex('virtual_keys_by_team').on('virtual_keys').column('team_id'),
    deletedKeys(query),
    rotatedKeys(query),
    entities(query),
    members(query),
    query.schema.createIndex('members_by_user').on('members').column('user_id'),
    version(query),
    storedModels(query),
    auditLog(query),
    query.schema.createIndex('audit_log_by_time').on('audit_log').columns(['at', 'id']),
    query.schema.createIndex('audit_log_by_object').on('audit_log').columns(['object_kind', 'object_id', 'at']),
  ],
};

function addColumn({ schema }: Kysely<unknown>, name: string, otherwise: string | undefined): Compilable {
  return schema
    .alterTable('virtual_keys')
    .addColumn(name, 'text', (column) =>
      otherwise === undefined ? column : column.notNull().defaultTo(sql.raw(otherwise)),
    );
}

function deletedKeys({ schema }: Kysely<unknown>): Compilable {
  const table: CreateTableBuilder<string, string> = schema
    .createTable('deleted_keys')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('key_name', 'text', (column) => column.notNull())
    .addColumn('key_alias', 'text')
    .addColumn('models_json', 'text', (column) => column.notNull())
    .addColumn('aliases_json', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('team_id', 'text')
    .addColumn('spend', 'integer', (column) => column.notNull())
    .addColumn('max_budget', 'integer')
    .addColumn('expires_at', 'integer')
    .addColumn('blocked', 'integer', (column) => column.notNull())
    .addColumn('metadata_json', 'text', (column) => column.notNull())
    .addColumn('fields_json', 'text', (column) => column.notNull());
  return withAuthors(table)
    .addColumn('deleted_at', 'integer', (column) => column.notNull())
    .addColumn('deleted_by', 'text')
    .modifyEnd(sql`strict`);
}

function rotatedKeys({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('rotated_keys')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('current_token', 'text', (column) => column.notNull())
    .addColumn('valid_until', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`);
}

function entities({ schema }: Kysely<unknown>): Compilable {
  const table: CreateTableBuilder<string, string> = schema
    .createTable('entities')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('fields_json', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('entities_key', ['kind', 'id']);
  return withAuthors(table).modifyEnd(sql`strict`);
}

function members({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('members')
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('fields_json', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_key', ['team_id', 'user_id'])
    .modifyEnd(sql`strict`);
}

function version({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('entity_version')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .modifyEnd(sql`strict`);
}

/** `sealed` is the whole entry, encrypted: parameters hold secrets under any name. */
function storedModels({ schema }: Kysely<unknown>): Compilable {
  const table: CreateTableBuilder<string, string> = schema
    .createTable('stored_models')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('sealed', 'blob', (column) => column.notNull());
  return withAuthors(table).modifyEnd(sql`strict`);
}

function auditLog({ schema }: Kysely<unknown>): Compilable {
  return schema
    .createTable('audit_log')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('object_kind', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('actor_token', 'text')
    .addColumn('on_behalf_of', 'text')
    .addColumn('ip_address', 'text')
    .addColumn('route', 'text')
    .addColumn('before_json', 'text')
    .addColumn('after_json', 'text')
    .modifyEnd(sql`strict`);
}

function withAuthors(table: CreateTableBuilder<string, string>): CreateTableBuilder<string, string> {
  return table
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .addColumn('updated_by', 'text');
}
