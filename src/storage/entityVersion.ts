import { sql } from 'kysely';
import type { Connection } from './connection.ts';
import { type PreparedStatement, prepareStatement } from './preparedStatement.ts';
import { runQuery } from './runQuery.ts';

/**
 * Tells whether keys, entities or stored models have changed. `PRAGMA data_version` costs a look at shared memory
 * and moves with every write of another process, spend rows among them; only then the counter itself is read.
 */
export class EntityVersion {
  readonly #connection: Connection;
  readonly #read: PreparedStatement<Record<never, never>, { version: number }>;
  #seen: { readonly data: unknown; readonly version: number } | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#read = prepareStatement(connection.sqlite, () =>
      connection.query.selectFrom('entity_version').select('version'),
    );
  }

  /** Counts a change of this process; belongs into the transaction that makes it. */
  bump(): void {
    const { sqlite, query } = this.#connection;
    runQuery(
      sqlite,
      query
        .insertInto('entity_version')
        .values({ id: 1, version: 1 })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ version: sql<number>`entity_version.version + 1` }),
        ),
    );
    this.#seen = undefined;
  }

  /** Moves with every change of keys, entities and stored models, in this process or another. */
  current(): number {
    const data = this.#connection.foreignCommits.current();
    const seen = this.#seen;
    if (seen !== undefined && seen.data === data) return seen.version;
    const version = this.#read.get({})?.version ?? 0;
    this.#seen = { data, version };
    return version;
  }
}
