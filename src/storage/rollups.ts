import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Connection } from './connection.ts';
import type {
  SpendDaysTable,
  SpendKeyDaysTable,
  SpendLogsTable,
  SpendQuartersTable,
  SpendSums,
  SpendTagDaysTable,
  SpendTagKeyDaysTable,
} from './databaseTypes.ts';
import { stringsFromJson } from './jsonColumn.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { prepareStatement } from './preparedStatement.ts';
import { quarterOf } from './quarters.ts';
import { addSums, SUM_COLUMNS } from './sums.ts';

/** Length of a day in UTC, ms. */
export const DAY_MS = 86_400_000;

/** The tables of sums that grow with every row. */
export type RollupTable =
  | 'spend_quarters'
  | 'spend_key_days'
  | 'spend_tag_key_days'
  /** Of requests that name a customer; triggers pass them on to the table without customers. */
  | 'spend_days'
  | 'spend_tag_days';

const DAY_KEY = ['day', 'token', 'user_id', 'team_id', 'call_type', 'model_group', 'model', 'provider'] as const;

/** What tells the rows of each table of sums apart. */
const ROLLUP_KEYS: Readonly<Record<RollupTable, readonly string[]>> = {
  spend_quarters: ['slot', 'model_group', 'model', 'provider'],
  spend_key_days: DAY_KEY,
  spend_tag_key_days: ['tag', ...DAY_KEY],
  spend_days: ['end_user', ...DAY_KEY],
  spend_tag_days: ['tag', 'end_user', ...DAY_KEY],
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
  const addToQuarter = prepareAdd<SpendQuartersTable>(connection, 'spend_quarters');
  const addToDay = prepareAdd<SpendKeyDaysTable>(connection, 'spend_key_days');
  const addToTagDay = prepareAdd<SpendTagKeyDaysTable>(connection, 'spend_tag_key_days');
  const addToCustomerDay = prepareAdd<SpendDaysTable>(connection, 'spend_days');
  const addToCustomerTagDay = prepareAdd<SpendTagDaysTable>(connection, 'spend_tag_days');
  return (entries) => {
    addToQuarter(entries.map(({ row, sums }) => ({ ...toQuarterKey(row), ...sums })));
    const days = entries.filter(({ row }) => row.end_user === null).map((entry) => toDay(entry));
    addToDay(days.map(({ day }) => day));
    addToTagDay(days.flatMap(withTags));
    if (days.length === entries.length) return;
    const customerDays = entries.flatMap((entry) => toCustomerDay(entry));
    addToCustomerDay(customerDays.map(({ day }) => day));
    addToCustomerTagDay(customerDays.flatMap(withTags));
  };
}

/** Adds rows to a table of sums, those of one key together. */
function prepareAdd<Row extends SpendSums>(connection: Connection, table: RollupTable): (rows: readonly Row[]) => void {
  const upsert = prepareUpsert<Row>(connection, table);
  return (rows) => {
    for (const row of merged(table, rows)) upsert.run(row);
  };
}

interface TaggedDay<Day> {
  readonly day: Day;
  readonly tags: string;
}

function toDay({ row, sums }: RollupEntry): TaggedDay<SpendKeyDaysTable> {
  return { day: { ...toDayKey(row), ...sums }, tags: row.tags_json };
}

function toCustomerDay(entry: RollupEntry): readonly TaggedDay<SpendDaysTable>[] {
  const { end_user: customer } = entry.row;
  if (customer === null) return [];
  const { day, tags } = toDay(entry);
  return [{ day: { ...day, end_user: customer }, tags }];
}

function withTags<Day extends object>({ day, tags }: TaggedDay<Day>): readonly (Day & { readonly tag: string })[] {
  if (tags === '[]') return [];
  return [...new Set(stringsFromJson(tags))].map((tag) => ({ ...day, tag }));
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
