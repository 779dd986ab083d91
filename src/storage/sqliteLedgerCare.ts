import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { LedgerCare, LedgerSize } from '../domain/ledgerCare.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import { BUSY_TIMEOUT_MS, type Connection, IN_MEMORY, SERVING_TIMEOUT_MS, withPatience } from './connection.ts';
import { runInSteps } from './idleWork.ts';
import type { LedgerReads } from './reading/ledgerReads.ts';
import { withStorageErrors } from './storageErrors.ts';

/** Rows that go in one step: a few ms. */
const STEP_ROWS = 200;
/** Pages that are given back in one step: about as long. */
const STEP_PAGES = 100;
/** The part of the file that may be unused: new rows will want it. */
const MUCH = 0.25;
/** SQLite's number for `auto_vacuum = incremental`. */
const INCREMENTAL = 2;
const PARTIAL = '.partial';
/** A copy that nobody has written to for so long is nobody's, ms. */
const ABANDONED_MS = 60 * 60_000;
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

interface CareParts {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Rows of older versions are part of all sums: until then none may go. */
  readonly backfilled: Promise<void>;
  /** Resolves when the log has room for a step: rows go faster than it is moved into the file. */
  readonly logMoved: () => Promise<void>;
  /** Lets go of the file's other connections in this process. */
  readonly release: () => Promise<void>;
  readonly reads: Pick<LedgerReads, 'size' | 'copies'>;
}

/** Size, copies and cleaning of the ledger's file. */
export class SqliteLedgerCare implements LedgerCare {
  readonly #parts: CareParts;

  constructor(parts: CareParts) {
    this.#parts = parts;
  }

  size(): Promise<LedgerSize> {
    return this.#parts.reads.size.size();
  }

  backUp(): Promise<{ readonly file: string; readonly bytes: number }> {
    const { file } = this.#parts.connection;
    return withStorageErrors(file, async () => {
      const folder = join(dirname(file === IN_MEMORY ? '.' : file), 'backups');
      mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
      removeAbandoned(folder, this.#parts.clock.now());
      const stamp = new Date(this.#parts.clock.now()).toISOString().replaceAll(/[:.]/g, '-');
      const target = join(folder, `torii-${stamp}.db`);
      const partial = target + PARTIAL;
      closeSync(openSync(partial, 'w', PRIVATE_FILE));
      chmodSync(partial, PRIVATE_FILE);
      try {
        await this.#parts.reads.copies.copyTo(partial);
        renameSync(partial, target);
      } finally {
        rmSync(partial, { force: true });
      }
      return { file: target, bytes: statSync(target).size };
    });
  }

  vacuum(): Promise<void> {
    const { file, sqlite } = this.#parts.connection;
    return withStorageErrors(file, async () => {
      await this.#parts.release();
      if (this.vacuumBlocks()) withPatience(sqlite, BUSY_TIMEOUT_MS, () => sqlite.exec('vacuum'));
      else await this.#giveBack();
      await this.#parts.release();
      withPatience(sqlite, SERVING_TIMEOUT_MS, () => sqlite.pragma('wal_checkpoint(truncate)'));
    });
  }

  vacuumBlocks(): boolean {
    return this.#count('auto_vacuum') !== INCREMENTAL;
  }

  async forget(before: Parameters<LedgerCare['forget']>[0]): Promise<void> {
    await this.#parts.backfilled;
    await this.#forgetAll(before);
    if (this.#parts.connection.sqlite.open && this.#muchIsUnused()) await this.#giveBack();
  }

  #muchIsUnused(): boolean {
    return !this.vacuumBlocks() && this.#count('freelist_count') > this.#count('page_count') * MUCH;
  }

  async #forgetAll(before: Parameters<LedgerCare['forget']>[0]): Promise<void> {
    const oldest = before.bodyBytes === undefined ? undefined : this.#oldestBodyOf(before.bodyBytes);
    if (oldest !== undefined) await this.#forgetFrom('request_bodies', 'created_at', oldest);
    if (before.bodies !== undefined) await this.#forgetFrom('request_bodies', 'created_at', before.bodies);
    if (before.rows === undefined) return;
    await this.#forgetFrom('spend_logs', 'started_at', before.rows);
    await this.#forgetFrom('agent_activity', 'last_at', before.rows);
    // Judged rows are not younger than what judges them.
    await this.#forgetFrom('scores', 'created_at', before.rows);
    // A task's last request is not older than the task was last heard of; its threads go with it.
    await this.#forgetFrom('tasks', 'last_at', before.rows);
  }

  /** When the oldest body was written that still has its place; undefined where all have one. An index knows the sizes. */
  #oldestBodyOf(bytes: number): number | undefined {
    const surplus = sql<{ created_at: number }>`
      select created_at from (
        select created_at, sum(bytes) over (order by created_at desc, rowid desc) as total from request_bodies)
      where total > ${bytes} order by created_at desc limit 1`.compile(this.#parts.connection.query);
    const newestBeyond = this.#parts.connection.sqlite
      .prepare<unknown[], { created_at: number }>(surplus.sql)
      .get([...surplus.parameters]);
    return newestBeyond === undefined ? undefined : newestBeyond.created_at + 1;
  }

  /** Pages at the end move into the gaps, which shortens the file at the next checkpoint. */
  async #giveBack(): Promise<void> {
    const { connection, logger } = this.#parts;
    let left = this.#count('freelist_count');
    await runInSteps({
      name: 'Giving unused space of the ledger back',
      logger,
      open: () => connection.sqlite.open,
      ready: this.#parts.logMoved,
      step: () => {
        const before = left;
        connection.sqlite.pragma(`incremental_vacuum(${STEP_PAGES})`);
        left = this.#count('freelist_count');
        return left > 0 && left < before;
      },
    });
  }

  #count(pragma: 'auto_vacuum' | 'freelist_count' | 'page_count'): number {
    return Number(this.#parts.connection.sqlite.pragma(pragma, { simple: true }));
  }

  async #forgetFrom(table: string, column: string, before: number): Promise<void> {
    const { connection, logger } = this.#parts;
    const statement = sql`delete from ${sql.table(table)} where rowid in (
      select rowid from ${sql.table(table)} where ${sql.ref(column)} < ${before}
      order by ${sql.ref(column)} limit ${sql.lit(STEP_ROWS)})`.compile(connection.query);
    let forgotten = 0;
    await runInSteps({
      name: 'Removing what is older than its retention period',
      logger,
      open: () => connection.sqlite.open,
      ready: this.#parts.logMoved,
      step: () => {
        const { changes } = connection.sqlite.prepare(statement.sql).run([...statement.parameters]);
        forgotten += changes;
        return changes === STEP_ROWS;
      },
    });
    if (forgotten > 0) logger.info('Removed what is older than its retention period', { table, rows: forgotten });
  }
}

/** Copies that a process which was killed has left half. One that is being written was touched a moment ago. */
function removeAbandoned(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!name.endsWith(PARTIAL)) continue;
    const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - touched > ABANDONED_MS) rmSync(file, { force: true });
  }
}
