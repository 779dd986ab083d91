import { GatewayError } from '../domain/errors.ts';
import type { Clock, KeyStore, NewVirtualKey } from '../domain/ports.ts';
import type { VirtualKey } from '../domain/virtualKey.ts';
import type { Connection } from './connection.ts';
import type { VirtualKeysTable } from './databaseTypes.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { prepareStatement } from './preparedStatement.ts';
import { errorCode, withStorageErrors } from './storageErrors.ts';
import { fromVirtualKeyRow, toVirtualKeyRow } from './virtualKeyRow.ts';

/** Tokens in one statement; SQLite takes 32 766 bound values. */
const TOKENS_PER_STATEMENT = 1000;

/** The virtual keys of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteKeyStore implements KeyStore {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #byToken: PreparedStatement<{ token: string }, VirtualKeysTable>;

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
    this.#byToken = prepareStatement(connection.sqlite, (placeholder) =>
      connection.query.selectFrom('virtual_keys').selectAll().where('token', '=', placeholder('token')),
    );
  }

  create(key: NewVirtualKey): Promise<VirtualKey> {
    return this.#guarded(async () => {
      const row = toVirtualKeyRow(key, Math.round(this.#clock.now()));
      try {
        await this.#connection.query.insertInto('virtual_keys').values(row).execute();
      } catch (thrown) {
        throw toTakenError(thrown, key) ?? thrown;
      }
      return fromVirtualKeyRow(row);
    });
  }

  findByToken(token: string): Promise<VirtualKey | undefined> {
    return this.#guarded(() => {
      const row = this.#byToken.get({ token });
      return row === undefined ? undefined : fromVirtualKeyRow(row);
    });
  }

  findByAlias(alias: string): Promise<VirtualKey | undefined> {
    return this.#guarded(async () => {
      const row = await this.#connection.query
        .selectFrom('virtual_keys')
        .selectAll()
        .where('key_alias', '=', alias)
        .executeTakeFirst();
      return row === undefined ? undefined : fromVirtualKeyRow(row);
    });
  }

  /** Newest first. */
  list(page: {
    readonly offset: number;
    readonly limit: number;
  }): Promise<{ readonly keys: readonly VirtualKey[]; readonly total: number }> {
    return this.#guarded(async () => {
      const keys = this.#connection.query.selectFrom('virtual_keys');
      const rows = await keys
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('token')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const counted = await keys.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst();
      return { keys: rows.map(fromVirtualKeyRow), total: counted?.total ?? 0 };
    });
  }

  delete(tokens: readonly string[]): Promise<readonly string[]> {
    return this.#guarded(async () => {
      const deleted: string[] = [];
      for (let start = 0; start < tokens.length; start += TOKENS_PER_STATEMENT) {
        const rows = await this.#connection.query
          .deleteFrom('virtual_keys')
          .where('token', 'in', tokens.slice(start, start + TOKENS_PER_STATEMENT))
          .returning('token')
          .execute();
        deleted.push(...rows.map(({ token }) => token));
      }
      return deleted;
    });
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return withStorageErrors(this.#connection.file, work);
  }
}

function toTakenError(thrown: unknown, key: NewVirtualKey): GatewayError | undefined {
  const code = errorCode(thrown);
  if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new GatewayError('bad-request', `The key ${key.keyName} exists already.`, { param: 'key', cause: thrown });
  }
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE') return undefined;
  return new GatewayError('bad-request', `A key with the alias "${key.keyAlias ?? ''}" exists already.`, {
    param: 'key_alias',
    cause: thrown,
  });
}
