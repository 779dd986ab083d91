import type { Database } from 'better-sqlite3';
import type { Compilable } from 'kysely';

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
