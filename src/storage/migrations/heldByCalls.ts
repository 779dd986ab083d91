import type { Migration } from '../migrator.ts';

/** What a call that has ended holds of budgets goes with its row, so that any process can enter its cost and end that at once. */
export const heldByCalls: Migration = {
  name: '015-held-by-calls',
  changesData: false,
  statements: ({ schema }) => [
    schema.alterTable('settled_calls').addColumn('reservation', 'text'),
    schema.alterTable('settled_calls').addColumn('accounts_json', 'text'),
    schema.alterTable('settled_calls').addColumn('held', 'integer'),
  ],
};
