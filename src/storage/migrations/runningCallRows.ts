import { sql } from 'kysely';
import type { Migration } from '../migrator.ts';

/**
 * Running calls in a table that keeps whole rows in its pages. One without rowids keeps 1 kB of a row at most, and a call's
 * takes 1.5: each had a page of its own beside, so that the journal wrote more than twice the pages for each tick.
 */
export const runningCallRows: Migration = {
  name: '019-running-call-rows',
  changesData: false,
  statements: (query) => {
    const move = sql`insert into running_call_rows (call_id, owner, record_json)
      select call_id, owner, record_json from running_calls`;
    return [
      query.schema
        .createTable('running_call_rows')
        .addColumn('call_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('record_json', 'text', (column) => column.notNull())
        .modifyEnd(sql`strict`),
      { compile: () => move.compile(query) },
      query.schema.dropTable('running_calls'),
      query.schema.alterTable('running_call_rows').renameTo('running_calls'),
    ];
  },
};
