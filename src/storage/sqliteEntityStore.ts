import type { Entity, EntityFields, EntityKind, Member } from '../domain/entities.ts';
import { GatewayError } from '../domain/errors.ts';
import type { EntityStore } from '../domain/governancePorts.ts';
import type { Clock } from '../domain/ports.ts';
import { madeInTurns } from '../domain/turns.ts';
import type { Connection } from './connection.ts';
import type { EntitiesTable } from './databaseTypes.ts';
import { fromEntityRow, fromMemberRow } from './entityRow.ts';
import type { EntityVersion } from './entityVersion.ts';
import { toJsonColumn } from './jsonColumn.ts';
import { allRows, anyOfJson, runQuery } from './runQuery.ts';
import { errorCode } from './storageErrors.ts';
import { whenFree } from './whenFree.ts';

/** Teams, users and the like in SQLite. Every change is one transaction that also moves the version. */
export class SqliteEntityStore implements EntityStore {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #version: EntityVersion;

  constructor(connection: Connection, clock: Clock, version: EntityVersion) {
    this.#connection = connection;
    this.#clock = clock;
    this.#version = version;
  }

  create({ kind, id, fields, createdBy }: Parameters<EntityStore['create']>[0]): Promise<Entity> {
    const now = this.#now();
    const row: EntitiesTable = {
      kind,
      id,
      fields_json: toJsonColumn(fields) ?? '{}',
      created_at: now,
      created_by: createdBy ?? null,
      updated_at: now,
      updated_by: createdBy ?? null,
    };
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      try {
        runQuery(sqlite, query.insertInto('entities').values(row));
      } catch (thrown) {
        throw errorCode(thrown) === 'SQLITE_CONSTRAINT_PRIMARYKEY' ? taken(kind, id, thrown) : thrown;
      }
      return fromEntityRow(row);
    });
  }

  find(kind: EntityKind, id: string): Promise<Entity | undefined> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const [row] = allRows(
        sqlite,
        query.selectFrom('entities').selectAll().where('kind', '=', kind).where('id', '=', id),
      );
      return row && fromEntityRow(row);
    });
  }

  async list(kind: EntityKind): Promise<readonly Entity[]> {
    const rows = await this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const rows = query
        .selectFrom('entities')
        .selectAll()
        .where('kind', '=', kind)
        .orderBy('created_at', 'desc')
        .orderBy('id');
      return allRows(sqlite, rows);
    });
    return await madeInTurns(rows, (some) => some.map(fromEntityRow));
  }

  update(kind: EntityKind, id: string, fields: EntityFields, by: string | undefined): Promise<Entity | undefined> {
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      const [row] = allRows(
        sqlite,
        query
          .updateTable('entities')
          .set({ fields_json: toJsonColumn(fields) ?? '{}', updated_at: this.#now(), updated_by: by ?? null })
          .where('kind', '=', kind)
          .where('id', '=', id)
          .returningAll(),
      );
      return row && fromEntityRow(row);
    });
  }

  delete(kind: EntityKind, ids: readonly string[]): Promise<readonly string[]> {
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      return ids.filter((id) => {
        if (kind === 'team') runQuery(sqlite, query.deleteFrom('members').where('team_id', '=', id));
        if (kind === 'user') runQuery(sqlite, query.deleteFrom('members').where('user_id', '=', id));
        return runQuery(sqlite, query.deleteFrom('entities').where('kind', '=', kind).where('id', '=', id)) > 0;
      });
    });
  }

  members(of: { readonly teamId: string } | { readonly userId: string }): Promise<readonly Member[]> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const all = query.selectFrom('members').selectAll().orderBy('created_at').orderBy('user_id');
      const some = 'teamId' in of ? all.where('team_id', '=', of.teamId) : all.where('user_id', '=', of.userId);
      return allRows(sqlite, some).map(fromMemberRow);
    });
  }

  async membersOfAll(
    of: { readonly teamIds: readonly string[] } | { readonly userIds: readonly string[] },
  ): Promise<readonly Member[]> {
    const rows = await this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const all = query.selectFrom('members').selectAll().orderBy('created_at').orderBy('user_id');
      const some =
        'teamIds' in of
          ? all.where('team_id', 'in', anyOfJson(of.teamIds))
          : all.where('user_id', 'in', anyOfJson(of.userIds));
      return allRows(sqlite, some);
    });
    return await madeInTurns(rows, (some) => some.map(fromMemberRow));
  }

  putMember({ teamId, userId, role, fields }: Member): Promise<void> {
    const values = { role, fields_json: toJsonColumn(fields) ?? '{}' };
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      runQuery(
        sqlite,
        query
          .insertInto('members')
          .values({ team_id: teamId, user_id: userId, created_at: this.#now(), ...values })
          .onConflict((conflict) => conflict.columns(['team_id', 'user_id']).doUpdateSet(values)),
      );
    });
  }

  removeMember(teamId: string, userId: string): Promise<boolean> {
    return this.#change(() => {
      const { sqlite, query } = this.#connection;
      const gone = query.deleteFrom('members').where('team_id', '=', teamId).where('user_id', '=', userId);
      return runQuery(sqlite, gone) > 0;
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

function taken(kind: EntityKind, id: string, cause: unknown): GatewayError {
  const name = kind.replace('_', ' ');
  return new GatewayError('bad-request', `A ${name} with the id "${id}" exists already.`, {
    param: `${kind}_id`,
    cause,
  });
}
