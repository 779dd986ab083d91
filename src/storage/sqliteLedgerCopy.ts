import type { Connection } from './connection.ts';
import { withStorageErrors } from './storageErrors.ts';

/** Copies the ledger page by page. */
export class SqliteLedgerCopy {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Writes the ledger, as last committed, into an empty file. */
  copyTo(target: string): Promise<void> {
    const { file, sqlite, reading } = this.#connection;
    return withStorageErrors(file, async () => {
      reading.pass();
      // Where a transaction is open it holds this state from here on: another connection's write would begin the copy anew.
      sqlite.prepare('select 1 from spend_logs limit 1').get();
      await sqlite.backup(target);
    });
  }
}
