import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const agentActivity: Migration = {
  name: '010-agent-activity',
  changesData: false,
  statements: ({ schema }) => [
    schema
      .createTable('agent_activity')
      .addColumn('task_id', 'text', (column) => column.notNull())
      .addColumn('agent', 'text', (column) => column.notNull())
      .addColumn('joined_by', 'text', (column) => column.notNull())
      .addColumn('first_at', 'integer', (column) => column.notNull())
      .addColumn('last_at', 'integer', (column) => column.notNull())
      .addColumn('sums', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('agent_activity_key', ['task_id', 'agent'])
      .modifyEnd(sql`strict`),
    schema.createIndex('agent_activity_by_age').on('agent_activity').column('last_at'),
  ],
};
