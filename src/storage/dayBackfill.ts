import { sql } from 'kysely';
import type { Connection } from './connection.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { prepareStatement } from './preparedStatement.ts';
import { rollupSource } from './rollupSource.ts';
import { addInto, type RollupTable } from './rollups.ts';

/** Rows in one step: a few ms, so that requests hardly notice. */
const STEP_ROWS = 1000;
const NAME = 'spend_days';

interface Range {
  readonly after: number;
  readonly until: number;
}

/**
 * Adds the rows that are older than the sums per day to them, a step at a time. A step and the mark of how far it came
 * are one transaction, so neither a crash nor a second process counts a row twice.
 */
export class DayBackfill {
  readonly #connection: Connection;
  readonly #adds: readonly PreparedStatement<Range, unknown>[];

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#adds = [prepareAdd(connection, 'spend_days'), prepareAdd(connection, 'spend_tag_days')];
  }

  /** True once every old row has been added. */
  get done(): boolean {
    const mark = this.#mark();
    return mark.done_row >= mark.last_row;
  }

  /** Takes a step; true where there is more to do. */
  step(): boolean {
    return this.#connection.sqlite.transaction(() => this.#add()).immediate();
  }

  #add(): boolean {
    const { done_row: after, last_row: last } = this.#mark();
    if (after >= last) return false;
    const until = Math.min(last, after + STEP_ROWS);
    for (const add of this.#adds) add.run({ after, until });
    this.#connection.sqlite.prepare('update backfills set done_row = ? where name = ?').run(until, NAME);
    return until < last;
  }

  #mark(): { readonly done_row: number; readonly last_row: number } {
    const found = this.#connection.sqlite
      .prepare<[string], { done_row: number; last_row: number }>(
        'select done_row, last_row from backfills where name = ?',
      )
      .get(NAME);
    return found ?? { done_row: 0, last_row: 0 };
  }
}

function prepareAdd({ sqlite, query }: Connection, table: RollupTable): PreparedStatement<Range, unknown> {
  return prepareStatement(sqlite, (placeholder) => {
    const rows = sql`spend_logs.rowid > ${placeholder('after')} and spend_logs.rowid <= ${placeholder('until')}`;
    return { compile: () => addInto(table, rollupSource(table, 'spend_logs', rows)).compile(query) };
  });
}
