import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

/** What reports of failures group by. */
const FAILURE = [
  'started_at',
  'error_kind',
  'error_code',
  'http_status',
  'model_group',
  'provider',
  'api_base',
  'model_id',
] as const;

/** Reports of failures read an index alone, and what is bounded by age or number is found by it. */
export const bounds: Migration = {
  name: '016-bounds',
  changesData: false,
  statements: ({ schema }) => [
    schema
      .createIndex('spend_logs_failed')
      .on('spend_logs')
      .columns([...FAILURE])
      .where(sql.ref('status'), '=', sql.lit('failure')),
    schema.dropIndex('spend_logs_failures'),
    schema.createIndex('scores_by_age').on('scores').column('created_at'),
    schema.createIndex('deleted_keys_by_age').on('deleted_keys').column('deleted_at'),
  ],
};
