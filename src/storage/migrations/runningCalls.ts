import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const runningCalls: Migration = {
  name: '004-running-calls',
  changesData: false,
  statements: ({ schema }) => [
    schema
      .createTable('running_calls')
      .addColumn('call_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('record_json', 'text', (column) => column.notNull())
      .modifyEnd(sql`strict, without rowid`),
  ],
};
