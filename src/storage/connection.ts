import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { LedgerDatabase } from './databaseTypes.ts';
import { clearSuspicion, isSuspect } from './suspicion.ts';

/** An open ledger file: `sqlite` runs statements, `query` builds them. Both are the same connection. */
export interface Connection {
  readonly file: string;
  readonly sqlite: Database.Database;
  readonly query: Kysely<LedgerDatabase>;
  readonly reading: ReadBarrier;
  readonly foreignCommits: ForeignCommits;
}

/** What has to be done before anybody reads what calls cost. */
export class ReadBarrier {
  #before: () => void = () => undefined;

  set(before: () => void): void {
    this.#before = before;
  }

  pass(): void {
    this.#before();
  }
}

const READS_COSTS = /\b(?:spend_\w+|budget_accounts)\b/;

/**
 * SQLite's count of what other connections have committed: a look at shared memory, taken once in a turn of the event
 * loop, however many requests ask in it.
 */
export class ForeignCommits {
  readonly #count: () => unknown;
  #seen: unknown;
  #isFresh = false;
  readonly #forget = (): void => {
    this.#isFresh = false;
  };

  constructor(sqlite: Database.Database) {
    const statement = sqlite.prepare('pragma data_version').pluck();
    this.#count = () => statement.get();
  }

  current(): unknown {
    if (this.#isFresh) return this.#seen;
    this.#seen = this.#count();
    this.#isFresh = true;
    setImmediate(this.#forget).unref();
    return this.#seen;
  }
}

/** How long a statement waits for another process's write where nothing else has to go on meanwhile, ms. */
export const BUSY_TIMEOUT_MS = 5000;

/**
 * How long it waits while requests are served, ms: nothing else runs on this thread until then. What is refused is tried
 * again between requests (`whenFree`, `LateSettlements`, `CallEntry`).
 */
export const SERVING_TIMEOUT_MS = 100;

/** Runs work that waits for another process's write no longer than this, ms. */
export function withPatience<T>(sqlite: Pick<Database.Database, 'pragma'>, ms: number, work: () => T): T {
  const before = Number(sqlite.pragma('busy_timeout', { simple: true }));
  sqlite.pragma(`busy_timeout = ${ms}`);
  try {
    return work();
  } finally {
    sqlite.pragma(`busy_timeout = ${before}`);
  }
}

/** Files up to this many bytes are checked at every opening (about 100 ms); larger ones only when damage is suspected. */
const CHECKED_BYTES = 16 * 1024 * 1024;

/** Pages in the write-ahead log before a commit moves it into the file: larger batches rewrite hot pages less often. */
export const CHECKPOINT_PAGES = 4000;

/** Bytes that the write-ahead log keeps on disk after a checkpoint. */
const LOG_SIZE_LIMIT = 32 * 1024 * 1024;

/** SQLite's page cache, KiB. */
const CACHE_KIB = 16 * 1024;

export const IN_MEMORY = ':memory:';

/** Opens a ledger file, which must exist unless it is `:memory:`. Throws SQLite's errors, damage among them. */
export function connect(file: string): Connection {
  const sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS, fileMustExist: file !== IN_MEMORY });
  try {
    // Counts for a file that has no page yet, and for one that is rewritten: then room can be given back in steps.
    sqlite.pragma('auto_vacuum = incremental');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma(`cache_size = -${CACHE_KIB}`);
    sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    sqlite.pragma(`journal_size_limit = ${LOG_SIZE_LIMIT}`);
    checkSoundness(file, sqlite);
  } catch (thrown) {
    sqlite.close();
    throw thrown;
  }
  return toConnection(file, sqlite, guardReading(sqlite));
}

/** Opens a ledger that another connection keeps open, for reading alone; that one passes its barrier. Throws SQLite's errors. */
export function connectForReading(file: string): Connection {
  const sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true, readonly: true });
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  return toConnection(file, sqlite, new ReadBarrier());
}

function toConnection(file: string, sqlite: Database.Database, reading: ReadBarrier): Connection {
  const query = new Kysely<LedgerDatabase>({ dialect: new SqliteDialect({ database: sqlite }) });
  return { file, sqlite, query, reading, foreignCommits: new ForeignCommits(sqlite) };
}

function checkSoundness(file: string, sqlite: Database.Database): void {
  if (file === IN_MEMORY) return;
  const suspect = isSuspect(file);
  if (!suspect && statSync(file).size > CHECKED_BYTES) return;
  const verdict = sqlite.pragma(suspect ? 'integrity_check(1)' : 'quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new Database.SqliteError(String(verdict), 'SQLITE_CORRUPT');
  if (suspect) clearSuspicion(file);
}

/**
 * Queries that are prepared where they are asked pass the barrier by themselves; what is prepared once, or runs inside a
 * transaction, has to see to it before.
 */
function guardReading(sqlite: Database.Database): ReadBarrier {
  const barrier = new ReadBarrier();
  const prepare = sqlite.prepare.bind(sqlite);
  const guarded = (source: string): unknown => {
    if (!sqlite.inTransaction && READS_COSTS.test(source)) barrier.pass();
    return prepare(source);
  };
  Object.assign(sqlite, { prepare: guarded });
  return barrier;
}
