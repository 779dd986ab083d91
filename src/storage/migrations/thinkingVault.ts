import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const thinkingVault: Migration = {
  name: '002-thinking-vault',
  changesData: false,
  statements: ({ schema }) => [
    schema
      .createTable('thinking_entries')
      .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('sealed', 'blob', (column) => column.notNull())
      .modifyEnd(sql`strict`),
    schema.createIndex('thinking_entries_by_age').on('thinking_entries').columns(['created_at', 'id', 'bytes']),
    schema
      .createTable('thinking_keys')
      .addColumn('lookup', 'text', (column) => column.primaryKey().notNull())
      .addColumn('entry_id', 'integer', (column) =>
        column.notNull().references('thinking_entries.id').onDelete('cascade'),
      )
      .modifyEnd(sql`strict, without rowid`),
    schema.createIndex('thinking_keys_by_entry').on('thinking_keys').columns(['entry_id']),
  ],
};
