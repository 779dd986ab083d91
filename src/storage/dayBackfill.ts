import { sql } from 'kysely';
import type { Connection } from './connection.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { prepareStatement } from './preparedStatement.ts';
import { addInto, DAY_MS, type RollupTable } from './rollups.ts';

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

/** A tag that a request has twice counts once. */
const FIRST_OF_ITS_NAME = sql`and not exists (
  select 1 from json_each(spend_logs.tags_json) as earlier where earlier.value = tags.value and earlier.key < tags.key)`;

/** The SQL form of what `prepareRollups` does with a row; a customer of '' is none. */
function prepareAdd({ sqlite, query }: Connection, table: RollupTable): PreparedStatement<Range, unknown> {
  const tagged = table === 'spend_tag_days';
  return prepareStatement(sqlite, (placeholder) => {
    const source = sql`
      select ${tagged ? sql`tags.value, ` : sql``} coalesce(end_user, ''),
        (started_at / ${sql.lit(DAY_MS)}) * ${sql.lit(DAY_MS)}, token, coalesce(user_id, ''), coalesce(team_id, ''),
        call_type, model_group, coalesce(model, ''), coalesce(provider, ''),
        count(*), sum(status = 'failure'), sum(fallback), sum(cost is null), coalesce(sum(cost), 0),
        coalesce(sum(cache_savings), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
        coalesce(sum(cache_read_tokens), 0),
        sum(coalesce(cache_write_5m_tokens, 0) + coalesce(cache_write_1h_tokens, 0))
      from spend_logs ${tagged ? sql`, json_each(spend_logs.tags_json) as tags` : sql``}
      where spend_logs.rowid > ${placeholder('after')} and spend_logs.rowid <= ${placeholder('until')}
        ${tagged ? FIRST_OF_ITS_NAME : sql``}
      group by ${sql.raw(tagged ? '1, 2, 3, 4, 5, 6, 7, 8, 9, 10' : '1, 2, 3, 4, 5, 6, 7, 8, 9')}`;
    return { compile: () => addInto(table, source).compile(query) };
  });
}
