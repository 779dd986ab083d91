import type { Database } from 'better-sqlite3';
import { type Compilable, type RawBuilder, sql } from 'kysely';

/** Runs a query that Kysely builds and gives its rows, at once: for work inside one transaction. */
export function allRows<Row>(sqlite: Database, query: Compilable<Row>): Row[] {
  const { sql, parameters } = query.compile();
  return sqlite.prepare<unknown[], Row>(sql).all([...parameters]);
}

/** Runs a statement that gives no rows; tells how many it changed. */
export function runQuery(sqlite: Database, query: Compilable): number {
  const { sql, parameters } = query.compile();
  return sqlite.prepare<unknown[]>(sql).run([...parameters]).changes;
}

/** Any of many values, as one parameter: SQLite has a limit of 32 766. For the right side of `in`. */
export function anyOfJson(values: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(values)}))`;
}
