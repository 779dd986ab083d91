import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { ThinkingEntriesTable, ThinkingKeysTable } from '../databaseTypes.ts';
import { type PreparedStatement, prepareStatement } from '../preparedStatement.ts';

type NewEntry = Omit<ThinkingEntriesTable, 'id'>;

interface FoundEntry {
  readonly lookup: string;
  readonly entry_id: number;
  readonly created_at: number;
  readonly bytes: number;
  readonly sealed: Uint8Array;
}

/** The vault's statements, prepared once. */
export class VaultTables {
  readonly #insertEntry: PreparedStatement<NewEntry, { id: number }>;
  readonly #insertKey: PreparedStatement<ThinkingKeysTable, unknown>;
  readonly #find: PreparedStatement<{ lookups: string; since: number }, FoundEntry>;
  readonly #oldest: PreparedStatement<{ count: number }, { id: number; bytes: number; created_at: number }>;
  readonly #delete: PreparedStatement<{ id: number }, unknown>;
  readonly #size: PreparedStatement<Record<never, never>, { bytes: number }>;
  readonly #insert: (entry: NewEntry, lookups: readonly string[]) => void;

  constructor({ sqlite, query }: Connection) {
    this.#insertEntry = prepareStatement(sqlite, (placeholder) =>
      query
        .insertInto('thinking_entries')
        .values({
          created_at: placeholder('created_at'),
          bytes: placeholder('bytes'),
          sealed: placeholder('sealed'),
        })
        .returning('id'),
    );
    this.#insertKey = prepareStatement(sqlite, (placeholder) =>
      query
        .insertInto('thinking_keys')
        .values({ lookup: placeholder('lookup'), entry_id: placeholder('entry_id') })
        .onConflict((conflict) => conflict.column('lookup').doUpdateSet({ entry_id: placeholder('entry_id') })),
    );
    this.#find = prepareFind({ sqlite, query });
    this.#oldest = prepareStatement(sqlite, (placeholder) =>
      query
        .selectFrom('thinking_entries')
        .select(['id', 'bytes', 'created_at'])
        .orderBy('created_at')
        .orderBy('id')
        .limit(placeholder('count')),
    );
    this.#delete = prepareStatement(sqlite, (placeholder) =>
      query.deleteFrom('thinking_entries').where('id', '=', placeholder('id')),
    );
    this.#size = prepareStatement(sqlite, () =>
      query
        .selectFrom('thinking_entries')
        .select(({ fn, val }) => fn.coalesce(fn.sum<number>('bytes'), val(0)).as('bytes')),
    );
    this.#insert = sqlite.transaction((entry: NewEntry, lookups: readonly string[]) => {
      const id = this.#insertEntry.get(entry)?.id;
      if (id === undefined) return;
      for (const lookup of lookups) this.#insertKey.run({ lookup, entry_id: id });
    }).immediate;
  }

  /** One short transaction. A key that exists is moved to the new entry. */
  insert(entry: NewEntry, lookups: readonly string[]): void {
    this.#insert(entry, lookups);
  }

  /** One indexed lookup, however many keys. `since` is epoch ms, inclusive. */
  find(lookups: readonly string[], since: number): readonly FoundEntry[] {
    return this.#find.all({ lookups: JSON.stringify(lookups), since });
  }

  oldest(count: number): readonly { readonly id: number; readonly bytes: number; readonly created_at: number }[] {
    return this.#oldest.all({ count });
  }

  /** Its keys go with it. */
  delete(id: number): void {
    this.#delete.run({ id });
  }

  /** Bytes of all entries. */
  size(): number {
    return this.#size.get({})?.bytes ?? 0;
  }
}

function prepareFind({ sqlite, query }: Pick<Connection, 'sqlite' | 'query'>) {
  return prepareStatement<{ lookups: string; since: number }, FoundEntry>(sqlite, (placeholder) =>
    query
      .selectFrom('thinking_keys')
      .innerJoin('thinking_entries', 'thinking_entries.id', 'thinking_keys.entry_id')
      .select([
        'thinking_keys.lookup',
        'thinking_keys.entry_id',
        'thinking_entries.created_at',
        'thinking_entries.bytes',
        'thinking_entries.sealed',
      ])
      .where('thinking_keys.lookup', 'in', sql<string>`(select value from json_each(${placeholder('lookups')}))`)
      .where('thinking_entries.created_at', '>=', placeholder('since')),
  );
}
