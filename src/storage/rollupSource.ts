import { type RawBuilder, sql } from 'kysely';
import { QUARTER_MS } from './quarters.ts';
import { DAY_MS, type RollupTable, rollupColumns } from './rollups.ts';
import { SUM_COLUMNS } from './sums.ts';

/** A table with the columns of `spend_logs`. */
type RowTable = 'spend_logs' | 'settled_calls';

/** A tag that a request has twice counts once. */
function isFirstOfItsName(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`and not exists (
    select 1 from json_each(${rows}.tags_json) as earlier where earlier.value = tags.value and earlier.key < tags.key)`;
}

const DAY_KEY = sql`(started_at / ${sql.lit(DAY_MS)}) * ${sql.lit(DAY_MS)}, token, coalesce(user_id, ''),
  coalesce(team_id, ''), call_type, model_group, coalesce(model, ''), coalesce(provider, '')`;

/** The key of a row in each table of sums, in the order of `rollupColumns`; a customer of '' is none. */
const KEYS: Readonly<Record<RollupTable, RawBuilder<unknown>>> = {
  spend_quarters: sql`(started_at / ${sql.lit(QUARTER_MS)}) * ${sql.lit(QUARTER_MS)}, model_group,
    coalesce(model, ''), coalesce(provider, '')`,
  spend_key_days: DAY_KEY,
  spend_tag_key_days: sql`tags.value, ${DAY_KEY}`,
  spend_days: sql`coalesce(end_user, ''), ${DAY_KEY}`,
  spend_tag_days: sql`tags.value, coalesce(end_user, ''), ${DAY_KEY}`,
};

const SUMS = sql`count(*), sum(status = 'failure'), sum(fallback), sum(cost is null), coalesce(sum(cost), 0),
  coalesce(sum(cache_savings), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
  coalesce(sum(cache_read_tokens), 0),
  sum(coalesce(cache_write_5m_tokens, 0) + coalesce(cache_write_1h_tokens, 0))`;

/** The SQL form of what `prepareRollups` does with rows: a source for `addInto`. */
export function rollupSource(table: RollupTable, from: RowTable, where: RawBuilder<unknown>): RawBuilder<unknown> {
  const rows = sql.table(from);
  const tagged = table === 'spend_tag_days' || table === 'spend_tag_key_days';
  const keys = rollupColumns(table).length - SUM_COLUMNS.length;
  const places = Array.from({ length: keys }, (_, index) => sql.lit(index + 1));
  return sql`
    select ${KEYS[table]}, ${SUMS}
    from ${rows} ${tagged ? sql`, json_each(${rows}.tags_json) as tags` : sql``}
    where ${where} ${tagged ? isFirstOfItsName(rows) : sql``}
    group by ${sql.join(places)}`;
}
