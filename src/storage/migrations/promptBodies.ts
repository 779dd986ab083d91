import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const promptBodies: Migration = {
  name: '009-prompt-bodies',
  changesData: false,
  statements: ({ schema }) => [
    schema
      .createTable('request_bodies')
      .addColumn('call_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('bodies', 'blob', (column) => column.notNull())
      .modifyEnd(sql`strict`),
    schema.createIndex('request_bodies_by_age').on('request_bodies').columns(['created_at', 'bytes']),
  ],
};
