import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const tasks: Migration = {
  name: '006-tasks',
  changesData: false,
  statements: ({ schema }) => [
    schema.alterTable('spend_logs').addColumn('task_id', 'text'),
    schema
      .createIndex('spend_logs_by_task')
      .on('spend_logs')
      .columns(['task_id', 'started_at'])
      .where(sql.ref('task_id'), 'is not', null),
    schema
      .createTable('tasks')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('token', 'text', (column) => column.notNull())
      .addColumn('client', 'text')
      .addColumn('title', 'text')
      .addColumn('first_at', 'integer', (column) => column.notNull())
      .addColumn('last_at', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict`),
    schema.createIndex('tasks_by_last').on('tasks').columns(['last_at']),
    schema
      .createTable('task_threads')
      .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
      .addColumn('root', 'text', (column) => column.notNull())
      .addColumn('opening', 'text', (column) => column.notNull())
      .addColumn('turns', 'integer', (column) => column.notNull())
      .addColumn('tail', 'text', (column) => column.notNull())
      .addColumn('answered', 'integer', (column) => column.notNull())
      .addColumn('token', 'text', (column) => column.notNull())
      .addColumn('product', 'text', (column) => column.notNull())
      .addColumn('last_at', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('task_threads_key', ['task_id', 'root'])
      .modifyEnd(sql`strict, without rowid`),
    schema.createIndex('task_threads_by_opening').on('task_threads').columns(['token', 'opening']),
    schema.createIndex('task_threads_by_age').on('task_threads').columns(['last_at']),
  ],
};
