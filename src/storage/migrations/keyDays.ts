import { type Compilable, type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Migration } from '../migrator.ts';

export const KEY = ['token', 'user_id', 'team_id', 'call_type', 'model_group', 'model', 'provider'] as const;

export const SUMS = [
  'requests',
  'failures',
  'fallbacks',
  'unknown_cost_requests',
  'cost',
  'cache_savings',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
] as const;

/**
 * Sums per day in which customers cannot be told apart, so that reports of keys, teams and models read few rows however
 * many customers there are. The tables that know customers keep the rows that have one; triggers pass on what is added
 * to those, also by an older version that still runs and adds every row there.
 */
export const keyDays: Migration = {
  name: '012-key-days',
  changesData: false,
  statements: (query) => [
    ...withoutCustomers(query, 'spend_days', 'spend_key_days', ['day', ...KEY]),
    ...withoutCustomers(query, 'spend_tag_days', 'spend_tag_key_days', ['day', 'tag', ...KEY]),
  ],
};

function withoutCustomers(query: Kysely<unknown>, from: string, to: string, key: readonly string[]): Compilable[] {
  const columns = refs([...key, ...SUMS]);
  const statement = (text: RawBuilder<unknown>): Compilable => ({ compile: () => text.compile(query) });
  const fill = sql`insert into ${sql.table(to)} (${columns})
    select ${refs(key)}, ${sql.join(SUMS.map((name) => sql`sum(${sql.ref(name)})`))}
    from ${sql.table(from)} group by ${refs(key)}`;
  return [
    sumTable(query, to, key),
    statement(fill),
    // What has no customer is in the new table alone.
    statement(sql`delete from ${sql.table(from)} where end_user = ''`),
    ...passOn(query, from, to, key),
  ];
}

/** Triggers that pass on what is added to a table with customers to the one without. */
export function passOn(query: Kysely<unknown>, from: string, to: string, key: readonly string[]): Compilable[] {
  const trigger = (event: string, added: (name: string) => RawBuilder<unknown>): Compilable => {
    const text = sql`
    create trigger ${sql.table(`${from}_${event}`)} after ${sql.raw(event)} on ${sql.table(from)} begin
      insert into ${sql.table(to)} (${refs([...key, ...SUMS])})
      values (${sql.join([...key.map((name) => sql`new.${sql.ref(name)}`), ...SUMS.map(added)])})
      on conflict (${refs(key)}) do update set ${sql.join(
        SUMS.map((name) => sql`${sql.ref(name)} = ${sql.ref(`${to}.${name}`)} + ${sql.ref(`excluded.${name}`)}`),
      )};
    end`;
    return { compile: () => text.compile(query) };
  };
  return [
    trigger('insert', (name) => sql`new.${sql.ref(name)}`),
    trigger('update', (name) => sql`new.${sql.ref(name)} - old.${sql.ref(name)}`),
  ];
}

export function sumTable({ schema }: Kysely<unknown>, name: string, key: readonly string[]): Compilable {
  const keyed = key.reduce<CreateTableBuilder<string, string>>(
    (builder, column) => builder.addColumn(column, column === 'day' ? 'integer' : 'text', (type) => type.notNull()),
    schema.createTable(name),
  );
  return SUMS.reduce((builder, column) => builder.addColumn(column, 'integer', (type) => type.notNull()), keyed)
    .addPrimaryKeyConstraint(`${name}_key`, [...key])
    .modifyEnd(sql`strict, without rowid`);
}

export function refs(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}
