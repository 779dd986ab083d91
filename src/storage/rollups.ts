import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Connection } from './connection.ts';
import type {
  SpendDaysTable,
  SpendLogsTable,
  SpendQuartersTable,
  SpendSums,
  SpendTagDaysTable,
} from './databaseTypes.ts';
import { stringsFromJson } from './jsonColumn.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { prepareStatement } from './preparedStatement.ts';
import { quarterOf } from './quarters.ts';
import { addSums, SUM_COLUMNS } from './sums.ts';

/** Length of a day in UTC, ms. */
export const DAY_MS = 86_400_000;

/** The tables of sums that grow with every row. */
export type RollupTable = 'spend_quarters' | 'spend_days' | 'spend_tag_days';

const DAY_KEY = [
  'day',
  'token',
  'user_id',
  'team_id',
  'end_user',
  'call_type',
  'model_group',
  'model',
  'provider',
] as const;

/** What tells the rows of each table of sums apart. */
const ROLLUP_KEYS: Readonly<Record<RollupTable, readonly string[]>> = {
  spend_quarters: ['slot', 'model_group', 'model', 'provider'],
  spend_days: DAY_KEY,
  spend_tag_days: ['tag', ...DAY_KEY],
};

/** A row, and what it adds to the sums under its key: its own, or the difference that a correction makes. */
export interface RollupEntry {
  readonly row: SpendLogsTable;
  readonly sums: SpendSums;
}

/**
 * Makes the function that adds to every table of sums. Rows that count under the same key are one write. Runs inside the
 * caller's transaction.
 */
export function prepareRollups(connection: Connection): (entries: readonly RollupEntry[]) => void {
  const addToQuarter = prepareUpsert<SpendQuartersTable>(connection, 'spend_quarters');
  const addToDay = prepareUpsert<SpendDaysTable>(connection, 'spend_days');
  const addToTagDay = prepareUpsert<SpendTagDaysTable>(connection, 'spend_tag_days');
  return (entries) => {
    const days = entries.map(({ row, sums }) => ({ ...toDayKey(row), ...sums }));
    for (const quarter of merged(
      'spend_quarters',
      entries.map(({ row, sums }) => ({ ...toQuarterKey(row), ...sums })),
    )) {
      addToQuarter.run(quarter);
    }
    for (const day of merged('spend_days', days)) addToDay.run(day);
    for (const tagDay of merged(
      'spend_tag_days',
      days.flatMap((day, index) => withTags(day, entries[index])),
    )) {
      addToTagDay.run(tagDay);
    }
  };
}

function withTags<Day extends object>(day: Day, entry: RollupEntry | undefined): (Day & { readonly tag: string })[] {
  if (entry === undefined || entry.row.tags_json === '[]') return [];
  return [...new Set(stringsFromJson(entry.row.tags_json))].map((tag) => ({ ...day, tag }));
}

/** Adds up what has one key. */
function merged<Row extends SpendSums>(table: RollupTable, rows: readonly Row[]): Iterable<Row> {
  if (rows.length < 2) return rows;
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(ROLLUP_KEYS[table].map((column): unknown => Reflect.get(row, column)));
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? row : { ...row, ...addSums(before, row) });
  }
  return byKey.values();
}

function toQuarterKey(row: SpendLogsTable) {
  return {
    slot: quarterOf(row.started_at),
    model_group: row.model_group,
    model: row.model ?? '',
    provider: row.provider ?? '',
  };
}

function toDayKey(row: SpendLogsTable) {
  return {
    day: Math.floor(row.started_at / DAY_MS) * DAY_MS,
    token: row.token,
    user_id: row.user_id ?? '',
    team_id: row.team_id ?? '',
    end_user: row.end_user ?? '',
    call_type: row.call_type,
    model_group: row.model_group,
    model: row.model ?? '',
    provider: row.provider ?? '',
  };
}

function prepareUpsert<Row extends SpendSums>(
  { sqlite, query }: Connection,
  table: RollupTable,
): PreparedStatement<Row, unknown> {
  return prepareStatement(sqlite, (placeholder) => {
    const values = rollupColumns(table).map((column) => placeholder(column as keyof Row & string));
    return { compile: () => addInto(table, sql`values (${sql.join(values)})`).compile(query) };
  });
}

/** Names and order of the columns that `addInto` fills. */
export function rollupColumns(table: RollupTable): readonly string[] {
  return [...ROLLUP_KEYS[table], ...SUM_COLUMNS];
}

/** Inserts what `source` gives (its columns are `rollupColumns`), adding the sums where the key is there already. */
export function addInto(table: RollupTable, source: RawBuilder<unknown>): RawBuilder<unknown> {
  const added = SUM_COLUMNS.map(
    (column) => sql`${sql.ref(column)} = ${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`,
  );
  return sql`insert into ${sql.table(table)} (${refs(rollupColumns(table))}) ${source}
    on conflict (${refs(ROLLUP_KEYS[table])}) do update set ${sql.join(added)}`;
}

function refs(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}
