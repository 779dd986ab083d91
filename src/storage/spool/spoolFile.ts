import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Logger } from '../../domain/ports.ts';
import { BUSY_TIMEOUT_MS, IN_MEMORY } from '../connection.ts';
import { prepareLedgerFile } from '../ledgerFile.ts';
import { isDamage } from '../storageErrors.ts';

/** `sums` follows `entries` by triggers: to count what waits would read it all. `leased_until` and `owner` say who is sending an entry. */
const SCHEMA = `
create table if not exists entries (
  id integer primary key autoincrement,
  destination text not null,
  size integer not null,
  payload blob not null,
  owner integer,
  leased_until integer
) strict;
create index if not exists entries_in_order on entries (destination, id);
create table if not exists sums (destination text primary key not null, entries integer not null, bytes integer not null) strict;
create trigger if not exists entry_added after insert on entries begin
  insert into sums (destination, entries, bytes) values (new.destination, 1, new.size)
    on conflict (destination) do update set entries = entries + 1, bytes = bytes + new.size;
end;
create trigger if not exists entry_removed after delete on entries begin
  update sums set entries = entries - 1, bytes = bytes - old.size where destination = old.destination;
end;
`;

const LOG_SIZE_LIMIT = 4 * 1024 * 1024;

/**
 * Opens the file of traces that wait, making it where it is missing. One that is damaged is thrown away: it holds copies
 * alone. Throws SQLite's errors where it cannot be opened.
 */
export function openSpoolFile(file: string, logger: Logger): Database.Database {
  try {
    return open(file);
  } catch (thrown) {
    if (!isDamage(thrown) || file === IN_MEMORY) throw thrown;
    for (const path of [file, `${file}-wal`, `${file}-shm`]) rmSync(path, { force: true });
    logger.error(`The file ${file} is damaged. The traces that waited in it are lost, and a new one begins.`);
    return open(file);
  }
}

function open(file: string): Database.Database {
  prepareLedgerFile(file);
  const sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Before the first table: what was sent gives its room back.
    sqlite.pragma('auto_vacuum = incremental');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma(`journal_size_limit = ${LOG_SIZE_LIMIT}`);
    sqlite.exec(SCHEMA);
    return sqlite;
  } catch (thrown) {
    sqlite.close();
    throw thrown;
  }
}
