import type { AuditEntry, AuditFilter } from '../domain/audit.ts';
import type { AuditStore } from '../domain/governancePorts.ts';
import type { Clock } from '../domain/ports.ts';
import type { Connection } from './connection.ts';
import type { AuditLogTable } from './databaseTypes.ts';
import { objectFromJson, toJsonColumn } from './jsonColumn.ts';
import { allRows, runQuery } from './runQuery.ts';
import { whenFree } from './whenFree.ts';

/** How much of the past is kept. */
export interface AuditLimits {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
}

/** Old entries that one new entry removes at most: the past goes in small steps. */
const STEP = 50;
/** Entries between two counts of them all. */
const ENTRIES_PER_COUNT = 100;

/** The audit in SQLite. What is too old, or too much, is removed as new entries come. */
export class SqliteAuditStore implements AuditStore {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #limits: () => AuditLimits;
  #written = 0;

  constructor(connection: Connection, clock: Clock, limits: () => AuditLimits) {
    this.#connection = connection;
    this.#clock = clock;
    this.#limits = limits;
  }

  record(entry: AuditEntry): Promise<void> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      sqlite
        .transaction(() => {
          runQuery(sqlite, query.insertInto('audit_log').values(toRow(entry)));
          this.#removeOld();
          if (this.#written % ENTRIES_PER_COUNT === 0) this.#removeSurplus();
          this.#written += 1;
        })
        .immediate();
    });
  }

  list(
    filter: AuditFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly total: number }> {
    return this.#guarded(() => {
      const { sqlite } = this.#connection;
      const rows = this.#where(filter).selectAll().orderBy('at', 'desc').orderBy('id').limit(page.limit);
      const count = this.#where(filter).select(({ fn }) => fn.countAll<number>().as('total'));
      return {
        entries: allRows(sqlite, rows.offset(page.offset)).map(fromRow),
        total: allRows(sqlite, count)[0]?.total ?? 0,
      };
    });
  }

  find(id: string): Promise<AuditEntry | undefined> {
    return this.#guarded(() => {
      const { sqlite, query } = this.#connection;
      const [row] = allRows(sqlite, query.selectFrom('audit_log').selectAll().where('id', '=', id));
      return row && fromRow(row);
    });
  }

  #where(filter: AuditFilter) {
    let rows = this.#connection.query.selectFrom('audit_log');
    const equal = {
      action: filter.action,
      object_kind: filter.objectKind,
      object_id: filter.objectId,
      actor: filter.actor,
      actor_token: filter.actorToken,
    } as const;
    for (const [column, value] of Object.entries(equal)) {
      if (value !== undefined) rows = rows.where(({ eb, ref }) => eb(ref(column as keyof typeof equal), '=', value));
    }
    if (filter.from !== undefined) rows = rows.where('at', '>=', filter.from);
    if (filter.to !== undefined) rows = rows.where('at', '<', filter.to);
    return rows;
  }

  #removeOld(): void {
    const { sqlite, query } = this.#connection;
    const old = query
      .selectFrom('audit_log')
      .select('id')
      .where('at', '<', this.#clock.now() - this.#limits().maxAgeMs);
    runQuery(sqlite, query.deleteFrom('audit_log').where('id', 'in', old.orderBy('at').limit(STEP)));
  }

  #removeSurplus(): void {
    const { sqlite, query } = this.#connection;
    const count = query.selectFrom('audit_log').select(({ fn }) => fn.countAll<number>().as('total'));
    const surplus = (allRows(sqlite, count)[0]?.total ?? 0) - this.#limits().maxEntries;
    if (surplus <= 0) return;
    const oldest = query.selectFrom('audit_log').select('id').orderBy('at').limit(surplus);
    runQuery(sqlite, query.deleteFrom('audit_log').where('id', 'in', oldest));
  }

  #guarded<T>(work: () => T): Promise<T> {
    return whenFree(this.#connection, work);
  }
}

function toRow(entry: AuditEntry): AuditLogTable {
  return {
    id: entry.id,
    at: Math.round(entry.at),
    action: entry.action,
    object_kind: entry.objectKind,
    object_id: entry.objectId,
    actor: entry.actor,
    actor_token: entry.actorToken ?? null,
    on_behalf_of: entry.onBehalfOf ?? null,
    ip_address: entry.ipAddress ?? null,
    route: entry.route ?? null,
    before_json: toJsonColumn(entry.before),
    after_json: toJsonColumn(entry.after),
  };
}

function fromRow(row: AuditLogTable): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    objectKind: row.object_kind,
    objectId: row.object_id,
    actor: row.actor,
    actorToken: row.actor_token ?? undefined,
    onBehalfOf: row.on_behalf_of ?? undefined,
    ipAddress: row.ip_address ?? undefined,
    route: row.route ?? undefined,
    before: row.before_json === null ? undefined : objectFromJson(row.before_json),
    after: row.after_json === null ? undefined : objectFromJson(row.after_json),
  };
}
