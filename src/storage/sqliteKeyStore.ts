import { GatewayError } from '../domain/errors.ts';
import type {
  DeletedKey,
  KeyChange,
  KeyQuery,
  KeyRotation,
  KeyStore,
  NewVirtualKey,
} from '../domain/governancePorts.ts';
import type { Clock } from '../domain/ports.ts';
import { madeInTurns } from '../domain/turns.ts';
import type { VirtualKey } from '../domain/virtualKey.ts';
import type { Connection } from './connection.ts';
import type { VirtualKeysTable } from './databaseTypes.ts';
import type { EntityVersion } from './entityVersion.ts';
import { orderKeys, whereKeys } from './keyQuery.ts';
import { rotateKey } from './keyRotation.ts';
import { allRows, anyOfJson, runQuery } from './runQuery.ts';
import { errorCode } from './storageErrors.ts';
import { fromVirtualKeyRow, toChangedColumns, toVirtualKeyRow } from './virtualKeyRow.ts';
import { whenFree } from './whenFree.ts';

/** Deleted keys that are remembered; the oldest are forgotten. */
const MOST_DELETED = 10_000;

/** What the budgets have to do with a key that gets another token. */
export interface KeyBudgets {
  /** Gives the key's counters its new token, and its new limits; belongs into a transaction. */
  rotateKey(token: string, next: Pick<KeyRotation, 'token' | 'limits'>): void;
  /** Makes it known, once the transaction is committed. */
  reload(): void;
}

/** The virtual keys of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteKeyStore implements KeyStore {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #version: EntityVersion;
  readonly #budgets: KeyBudgets;

  constructor(connection: Connection, clock: Clock, version: EntityVersion, budgets: KeyBudgets) {
    this.#connection = connection;
    this.#clock = clock;
    this.#version = version;
    this.#budgets = budgets;
  }

  create(key: NewVirtualKey): Promise<VirtualKey> {
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      const row = toVirtualKeyRow(key, this.#now());
      refusingTaken(key, () => runQuery(sqlite, query.insertInto('virtual_keys').values(row)));
      return fromVirtualKeyRow(row);
    });
  }

  findByToken(token: string): Promise<VirtualKey | undefined> {
    return this.#findBy('token', token);
  }

  findAll(tokens: readonly string[]): Promise<readonly VirtualKey[]> {
    return madeInTurns(tokens, (some) =>
      this.#guarded(() => {
        const { sqlite, query } = this.#connection;
        const keys = query.selectFrom('virtual_keys').selectAll();
        return allRows(sqlite, keys.where('token', 'in', anyOfJson(some))).map(fromVirtualKeyRow);
      }),
    );
  }

  findByAlias(alias: string): Promise<VirtualKey | undefined> {
    return this.#findBy('key_alias', alias);
  }

  async list(wanted: KeyQuery): Promise<{ readonly keys: readonly VirtualKey[]; readonly total: number }> {
    const { rows, total } = await this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const keys = query.selectFrom('virtual_keys');
      const page = orderKeys(whereKeys(keys.selectAll(), wanted), wanted).limit(wanted.limit).offset(wanted.offset);
      const count = whereKeys(
        keys.select(({ fn }) => fn.countAll<number>().as('total')),
        wanted,
      );
      return { rows: allRows(sqlite, page), total: allRows(sqlite, count)[0]?.total ?? 0 };
    });
    return { keys: await madeInTurns(rows, (some) => some.map(fromVirtualKeyRow)), total };
  }

  countOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const counts = query
        .selectFrom('virtual_keys')
        .select(({ fn }) => ['user_id', fn.countAll<number>().as('keys')])
        .where('user_id', 'in', anyOfJson(userIds))
        .groupBy('user_id');
      return new Map(allRows(sqlite, counts).map(({ user_id, keys }) => [user_id ?? '', keys]));
    });
  }

  update(token: string, change: KeyChange, by: string | undefined): Promise<VirtualKey | undefined> {
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      const columns = { ...toChangedColumns(change), updated_at: this.#now(), updated_by: by ?? null };
      const update = query.updateTable('virtual_keys').set(columns).where('token', '=', token).returningAll();
      const [row] = refusingTaken({ keyAlias: change.keyAlias, keyName: '' }, () => allRows(sqlite, update));
      return row && fromVirtualKeyRow(row);
    });
  }

  async rotate(token: string, next: KeyRotation): Promise<VirtualKey | undefined> {
    const rotated = await this.#change(() => {
      const row = refusingTaken({ keyAlias: next.change.keyAlias, keyName: next.keyName }, () =>
        rotateKey(this.#connection, token, next, this.#now()),
      );
      if (row === undefined) return undefined;
      this.#budgets.rotateKey(token, next);
      return fromVirtualKeyRow(row);
    });
    this.#budgets.reload();
    return rotated;
  }

  delete(tokens: readonly string[], by: string | undefined): Promise<readonly string[]> {
    return this.#change(() => {
      const deleted = tokens.filter((token) => this.#deleteOne(token, by));
      this.#forgetOldest();
      return deleted;
    });
  }

  findDeleted(token: string): Promise<DeletedKey | undefined> {
    return this.listDeleted({ token, offset: 0, limit: 1 }).then(({ keys }) => keys[0]);
  }

  listDeleted(wanted: KeyQuery): Promise<{ readonly keys: readonly DeletedKey[]; readonly total: number }> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const all = query.selectFrom('deleted_keys').selectAll().orderBy('deleted_at', 'desc');
      const rows = allRows(sqlite, whereKeys(all, wanted));
      return {
        keys: rows.slice(wanted.offset, wanted.offset + wanted.limit).map((row) => ({
          key: fromVirtualKeyRow(row),
          deletedAt: row.deleted_at,
          deletedBy: row.deleted_by ?? undefined,
        })),
        total: rows.length,
      };
    });
  }

  aliases(): Promise<readonly string[]> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const rows = query.selectFrom('virtual_keys').select('key_alias').where('key_alias', 'is not', null);
      return allRows(sqlite, rows.orderBy('key_alias')).flatMap(({ key_alias }) => key_alias ?? []);
    });
  }

  #forgetOldest(): void {
    const { sqlite, query } = this.#connection;
    const newest = query.selectFrom('deleted_keys').select('token').orderBy('deleted_at', 'desc').orderBy('token');
    const surplus = newest.limit(-1).offset(MOST_DELETED);
    runQuery(sqlite, query.deleteFrom('deleted_keys').where('token', 'in', surplus));
  }

  #deleteOne(token: string, by: string | undefined): boolean {
    const { sqlite, query } = this.#connection;
    const [row] = allRows(sqlite, query.deleteFrom('virtual_keys').where('token', '=', token).returningAll());
    if (row === undefined) return false;
    const kept = { ...row, deleted_at: this.#now(), deleted_by: by ?? null };
    runQuery(sqlite, query.replaceInto('deleted_keys').values(kept));
    runQuery(sqlite, query.deleteFrom('rotated_keys').where('current_token', '=', token));
    return true;
  }

  #findBy(column: 'token' | 'key_alias', value: string): Promise<VirtualKey | undefined> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const [row] = allRows<VirtualKeysTable>(
        sqlite,
        query.selectFrom('virtual_keys').selectAll().where(column, '=', value),
      );
      return row && fromVirtualKeyRow(row);
    });
  }

  #now(): number {
    return Math.round(this.#clock.now());
  }

  #change<T>(work: () => T): Promise<T> {
    return this.#guarded(() =>
      this.#connection.sqlite
        .transaction(() => {
          const result = work();
          this.#version.bump();
          return result;
        })
        .immediate(),
    );
  }

  #guarded<T>(work: () => T): Promise<T> {
    return whenFree(this.#connection, work);
  }
}

function refusingTaken<T>(key: { readonly keyAlias: string | undefined; readonly keyName: string }, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
      throw new GatewayError('bad-request', `The key ${key.keyName} exists already.`, { param: 'key', cause });
    }
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE') throw cause;
    const message = `A key with the alias "${key.keyAlias ?? ''}" exists already.`;
    throw new GatewayError('bad-request', message, { param: 'key_alias', cause });
  }
}
