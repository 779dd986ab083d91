import type { ModelEntry, ModelStore, StoredModel } from '../domain/governancePorts.ts';
import { isObject, parseJson } from '../domain/json.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { Connection } from './connection.ts';
import type { StoredModelsTable } from './databaseTypes.ts';
import type { EntityVersion } from './entityVersion.ts';
import { allRows, runQuery } from './runQuery.ts';
import { VaultCipher } from './vault/vaultCipher.ts';
import { whenFree } from './whenFree.ts';

export interface ModelStoreOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: EntityVersion;
  /** The secret of the home's key file. */
  key(): Uint8Array;
}

/** Models that were added through the API. An entry is encrypted as a whole: its parameters hold secrets under any name. */
export class SqliteModelStore implements ModelStore {
  readonly #connection: Connection;
  readonly #options: ModelStoreOptions;
  #cipher: VaultCipher | undefined;
  #read: { readonly version: number; readonly models: readonly StoredModel[] } | undefined;

  constructor(connection: Connection, options: ModelStoreOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  list(): readonly StoredModel[] {
    const version = this.#options.version.current();
    if (this.#read?.version === version) return this.#read.models;
    const { sqlite, query } = this.#connection;
    const rows = allRows(sqlite, query.selectFrom('stored_models').selectAll().orderBy('created_at').orderBy('id'));
    const models = rows.flatMap((row) => this.#open(row));
    // The same models stay the same list: the counter moves with keys as well.
    const same = JSON.stringify(models) === JSON.stringify(this.#read?.models);
    this.#read = { version, models: same && this.#read !== undefined ? this.#read.models : models };
    return this.#read.models;
  }

  save(id: string, entry: ModelEntry, by: string | undefined): Promise<StoredModel> {
    const now = Math.round(this.#options.clock.now());
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      const sealed = this.#openCipher().seal(JSON.stringify(entry), id);
      const changed = { sealed, updated_at: now, updated_by: by ?? null };
      const insert = query
        .insertInto('stored_models')
        .values({ id, created_at: now, created_by: by ?? null, ...changed });
      const [row] = allRows(
        sqlite,
        insert.onConflict((conflict) => conflict.column('id').doUpdateSet(changed)).returningAll(),
      );
      return {
        id,
        entry,
        createdAt: row?.created_at ?? now,
        createdBy: row?.created_by ?? by,
        updatedAt: now,
        updatedBy: by,
      };
    });
  }

  delete(id: string): Promise<boolean> {
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      return runQuery(sqlite, query.deleteFrom('stored_models').where('id', '=', id)) > 0;
    });
  }

  #open(row: StoredModelsTable): readonly StoredModel[] {
    const text = this.#openCipher().open(row.sealed, row.id);
    const entry = text === undefined ? undefined : toEntry(parseJson(text));
    if (entry === undefined) {
      this.#options.logger.warn('A stored model cannot be read: it was encrypted with another key', { id: row.id });
      return [];
    }
    return [
      {
        id: row.id,
        entry,
        createdAt: row.created_at,
        createdBy: row.created_by ?? undefined,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by ?? undefined,
      },
    ];
  }

  #openCipher(): VaultCipher {
    this.#cipher ??= new VaultCipher(this.#options.key(), 'torii stored models');
    return this.#cipher;
  }

  #change<T>(work: () => T): Promise<T> {
    const { sqlite } = this.#connection;
    return whenFree(this.#connection, () =>
      sqlite
        .transaction(() => {
          const result = work();
          this.#options.version.bump();
          return result;
        })
        .immediate(),
    );
  }
}

function toEntry(value: unknown): ModelEntry | undefined {
  if (!isObject(value) || typeof value['model_name'] !== 'string') return undefined;
  const { model_name, litellm_params: params, model_info: info } = value;
  return { model_name, litellm_params: isObject(params) ? params : {}, model_info: isObject(info) ? info : {} };
}
