import { holderRole } from '../domain/access/routeAccess.ts';
import { type Entity, type EntityKind, type Member, roleOf, stringsOf } from '../domain/entities.ts';
import type { Directory } from '../domain/governancePorts.ts';
import type { Clock } from '../domain/ports.ts';
import type { KeyHolder } from '../domain/virtualKey.ts';
import type { Connection } from './connection.ts';
import type { EntitiesTable, MembersTable, RotatedKeysTable, VirtualKeysTable } from './databaseTypes.ts';
import { fromEntityRow, fromMemberRow } from './entityRow.ts';
import type { EntityVersion } from './entityVersion.ts';
import { type PreparedStatement, prepareStatement } from './preparedStatement.ts';
import { isDamage, toStorageError } from './storageErrors.ts';
import { suspectLedger } from './suspicion.ts';
import { fromVirtualKeyRow } from './virtualKeyRow.ts';

/** Holders and entities in memory at most; the cache starts anew beyond that. */
const MOST_CACHED = 10_000;

/** Keys and what they belong to, read once and kept until something changes. Failures of the file are GatewayErrors. */
export class SqliteDirectory implements Directory {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #version: EntityVersion;
  readonly #key: PreparedStatement<{ token: string }, VirtualKeysTable>;
  readonly #rotated: PreparedStatement<{ token: string }, RotatedKeysTable>;
  readonly #entity: PreparedStatement<{ kind: EntityKind; id: string }, EntitiesTable>;
  readonly #ofKind: PreparedStatement<{ kind: EntityKind }, EntitiesTable>;
  readonly #member: PreparedStatement<{ team_id: string; user_id: string }, MembersTable>;
  readonly #holders = new Map<string, { readonly holder: KeyHolder; readonly until: number } | undefined>();
  readonly #entities = new Map<string, Entity | undefined>();
  #seen: number | undefined;
  #groups: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(connection: Connection, clock: Clock, version: EntityVersion) {
    const { sqlite, query } = connection;
    this.#connection = connection;
    this.#clock = clock;
    this.#version = version;
    this.#key = prepareStatement(sqlite, (value) =>
      query.selectFrom('virtual_keys').selectAll().where('token', '=', value('token')),
    );
    this.#rotated = prepareStatement(sqlite, (value) =>
      query.selectFrom('rotated_keys').selectAll().where('token', '=', value('token')),
    );
    this.#entity = prepareStatement(sqlite, (value) =>
      query.selectFrom('entities').selectAll().where('kind', '=', value('kind')).where('id', '=', value('id')),
    );
    this.#ofKind = prepareStatement(sqlite, (value) =>
      query.selectFrom('entities').selectAll().where('kind', '=', value('kind')),
    );
    this.#member = prepareStatement(sqlite, (value) =>
      query
        .selectFrom('members')
        .selectAll()
        .where('team_id', '=', value('team_id'))
        .where('user_id', '=', value('user_id')),
    );
  }

  findHolder(token: string): KeyHolder | undefined {
    return this.#guarded(() => {
      const known = remembered(this.#holders, token, () => this.#readHolder(token));
      return known === undefined || known.until <= this.#clock.now() ? undefined : known.holder;
    });
  }

  find(kind: EntityKind, id: string): Entity | undefined {
    return this.#guarded(() => this.#readEntity(kind, id));
  }

  accessGroups(): ReadonlyMap<string, readonly string[]> {
    return this.#guarded(() => {
      this.#groups ??= new Map(
        this.#ofKind
          .all({ kind: 'access_group' })
          .map(fromEntityRow)
          .map(({ id, fields }) => [id, stringsOf(fields, 'model_names')] as const),
      );
      return this.#groups;
    });
  }

  #readHolder(token: string): { readonly holder: KeyHolder; readonly until: number } | undefined {
    const own = this.#key.get({ token });
    if (own !== undefined) return { holder: this.#toHolder(own), until: Number.POSITIVE_INFINITY };
    const rotated = this.#rotated.get({ token });
    const current = rotated && this.#key.get({ token: rotated.current_token });
    return current === undefined || rotated === undefined
      ? undefined
      : { holder: this.#toHolder(current), until: rotated.valid_until };
  }

  #toHolder(row: VirtualKeysTable): KeyHolder {
    const key = fromVirtualKeyRow(row);
    const user = key.userId === undefined ? undefined : this.#readEntity('user', key.userId);
    const team = key.teamId === undefined ? undefined : this.#readEntity('team', key.teamId);
    const member = this.#readMember(key.teamId, key.userId);
    return { key, user, team, member, userRole: holderRole(key.fields, roleOf(user)) };
  }

  #readMember(teamId: string | undefined, userId: string | undefined): Member | undefined {
    if (teamId === undefined || userId === undefined) return undefined;
    const row = this.#member.get({ team_id: teamId, user_id: userId });
    return row && fromMemberRow(row);
  }

  #readEntity(kind: EntityKind, id: string): Entity | undefined {
    return remembered(this.#entities, `${kind}/${id}`, () => {
      const row = this.#entity.get({ kind, id });
      return row && fromEntityRow(row);
    });
  }

  #guarded<T>(work: () => T): T {
    const { file } = this.#connection;
    try {
      const version = this.#version.current();
      if (version !== this.#seen) this.#forget();
      this.#seen = version;
      return work();
    } catch (thrown) {
      if (isDamage(thrown)) suspectLedger(file);
      throw toStorageError(thrown, file);
    }
  }

  #forget(): void {
    this.#holders.clear();
    this.#entities.clear();
    this.#groups = undefined;
  }
}

/** Unknown names are remembered, too: a client that guesses costs one look-up per guess, and the map stays bounded. */
function remembered<Value>(map: Map<string, Value>, name: string, read: () => Value): Value {
  const known = map.get(name);
  if (known !== undefined || map.has(name)) return known as Value;
  if (map.size >= MOST_CACHED) map.clear();
  const value = read();
  map.set(name, value);
  return value;
}
