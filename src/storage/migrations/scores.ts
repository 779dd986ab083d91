import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const scores: Migration = {
  name: '011-scores',
  changesData: false,
  statements: ({ schema }) => [
    schema
      .createTable('scores')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('target_kind', 'text', (column) => column.notNull())
      .addColumn('target_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('data_type', 'text', (column) => column.notNull())
      .addColumn('number_value', 'real')
      .addColumn('text_value', 'text')
      .addColumn('comment', 'text')
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`),
    schema.createIndex('scores_by_target').on('scores').columns(['target_kind', 'target_id', 'created_at']),
  ],
};
