import type Database from 'better-sqlite3';
import type { Clock, Logger } from '../../domain/ports.ts';
import type { SpoolBatch, SpoolEntry, SpooledEntry, TraceSpool } from '../../domain/traceSpool.ts';
import { type LedgerOwner, THIS_PROCESS } from '../owner.ts';
import { withStorageErrors } from '../storageErrors.ts';
import { pack, unpack } from './packing.ts';
import { openSpoolFile } from './spoolFile.ts';

/** How long a process may take to send what it claimed, ms. Longer than any exchange with a destination. */
const LEASE_MS = 60_000;

/** Entries that make room at a time. */
const STEP = 20;

/** Pages that are given back to the system at a time, about 1 MB. */
const PAGES = 256;

export interface SpoolOptions {
  /** Path, or `:memory:`. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Bytes for each destination. */
  readonly limit: () => number;
  readonly owner?: LedgerOwner | undefined;
}

export interface OpenedSpool extends TraceSpool {
  /** Opens its file now. Throws GatewayError `unavailable` where that cannot be. */
  open(): Promise<void>;
  close(): void;
}

interface Row {
  readonly id: number;
  readonly size: number;
  readonly payload: Buffer;
}

interface Sums {
  readonly entries: number;
  readonly bytes: number;
}

interface OpenFile {
  readonly sqlite: Database.Database;
  readonly sums: Database.Statement<[string], Sums>;
}

const NOTHING: Sums = { entries: 0, bytes: 0 };

/** The spool of a home. Its file is opened by the first use: most gateways send their traces nowhere. */
export function createTraceSpool(options: SpoolOptions): OpenedSpool {
  return new SqliteTraceSpool(options);
}

/**
 * Traces that wait, in a file of their own: processes of one home share it, and each entry is sent by one of them at a
 * time. What a killed process was sending is free at the next opening, or when its lease is over.
 */
class SqliteTraceSpool implements OpenedSpool {
  readonly #options: SpoolOptions;
  readonly #owner: LedgerOwner;
  #file: OpenFile | undefined;
  #closed = false;

  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#owner = options.owner ?? THIS_PROCESS;
  }

  async open(): Promise<void> {
    await this.#guarded(() => this.#opened());
  }

  async add(destination: string, entries: readonly SpoolEntry[]): Promise<number> {
    const packed = await Promise.all(entries.map(({ payload }) => pack(payload)));
    return await this.#guarded(() => {
      const insert = this.#sqlite.prepare('insert into entries (destination, size, payload) values (?, ?, ?)');
      const write = this.#sqlite.transaction(() => {
        for (const payload of packed) insert.run(destination, payload.length, payload);
        return this.#makeRoom(destination);
      });
      return write.immediate();
    });
  }

  async claim(destination: string, batch: SpoolBatch): Promise<readonly SpooledEntry[]> {
    const rows = await this.#guarded(() => this.#sqlite.transaction(() => this.#lease(destination, batch)).immediate());
    return await Promise.all(rows.map(async ({ id, payload }) => ({ id, payload: await unpack(payload) })));
  }

  async remove(_destination: string, ids: readonly number[]): Promise<void> {
    await this.#guarded(() => {
      this.#sqlite.prepare('delete from entries where id in (select value from json_each(?))').run(JSON.stringify(ids));
      this.#sqlite.pragma(`incremental_vacuum(${PAGES})`);
    });
  }

  async release(_destination: string, ids: readonly number[]): Promise<void> {
    await this.#guarded(() => {
      this.#sqlite
        .prepare('update entries set owner = null, leased_until = null where id in (select value from json_each(?))')
        .run(JSON.stringify(ids));
    });
  }

  count(destination: string): number {
    return this.#sumsOf(destination).entries;
  }

  close(): void {
    this.#closed = true;
    this.#file?.sqlite.close();
  }

  get #sqlite(): Database.Database {
    return this.#opened().sqlite;
  }

  #opened(): OpenFile {
    if (this.#file !== undefined) return this.#file;
    if (this.#closed) throw new Error('The spool of traces is closed');
    const sqlite = openSpoolFile(this.#options.file, this.#options.logger);
    this.#takeOver(sqlite);
    this.#file = { sqlite, sums: sqlite.prepare('select entries, bytes from sums where destination = ?') };
    return this.#file;
  }

  /** Frees what ended processes, an earlier one of this number among them, were sending. */
  #takeOver(sqlite: Database.Database): void {
    const owners = sqlite.prepare<[], number>('select distinct owner from entries where owner is not null').pluck();
    const free = sqlite.prepare('update entries set owner = null, leased_until = null where owner = ?');
    for (const pid of owners.all()) if (pid === this.#owner.pid || !this.#owner.isAlive(pid)) free.run(pid);
  }

  #sumsOf(destination: string): Sums {
    return this.#opened().sums.get(destination) ?? NOTHING;
  }

  /** Within a transaction: the oldest entries that are free. */
  #lease(destination: string, { entries, size }: SpoolBatch): readonly Row[] {
    const now = Math.round(this.#options.clock.now());
    const free = this.#sqlite.prepare<[string, number, number], Row>(
      'select id, size, payload from entries where destination = ? and (leased_until is null or leased_until < ?) order by id limit ?',
    );
    const rows: Row[] = [];
    let total = 0;
    for (const row of free.iterate(destination, now, entries)) {
      total += row.size;
      if (rows.length > 0 && total > size) break;
      rows.push(row);
    }
    const lease = this.#sqlite.prepare('update entries set owner = ?, leased_until = ? where id = ?');
    for (const { id } of rows) lease.run(this.#owner.pid, now + LEASE_MS, id);
    return rows;
  }

  /** Within a transaction: the oldest entries go until the rest fits. */
  #makeRoom(destination: string): number {
    const drop = this.#sqlite.prepare(
      'delete from entries where id in (select id from entries where destination = ? order by id limit ?)',
    );
    const before = this.#sumsOf(destination).entries;
    while (this.#sumsOf(destination).bytes > this.#options.limit()) drop.run(destination, STEP);
    return before - this.#sumsOf(destination).entries;
  }

  #guarded<T>(work: () => T): Promise<T> {
    return withStorageErrors(this.#options.file, work);
  }
}
