import type { Migration } from '../migrator.ts';

export const serviceTier: Migration = {
  name: '008-service-tier',
  changesData: false,
  statements: ({ schema }) => [schema.alterTable('spend_logs').addColumn('service_tier', 'text')],
};
