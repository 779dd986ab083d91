import type { LedgerCare, LedgerSize } from '../domain/ledgerCare.ts';
import type { Connection } from './connection.ts';
import { ledgerFileSize } from './ledgerFile.ts';
import { withStorageErrors } from './storageErrors.ts';

/** How much room the ledger takes. */
export class SqliteLedgerSize implements Pick<LedgerCare, 'size'> {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  size(): Promise<LedgerSize> {
    const { file, sqlite, query } = this.#connection;
    return withStorageErrors(file, async () => {
      const bodies = await query
        .selectFrom('request_bodies')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('bytes').as('bytes')])
        .executeTakeFirst();
      return {
        file,
        bytes: ledgerFileSize(file),
        freeBytes: pragma(sqlite, 'freelist_count') * pragma(sqlite, 'page_size'),
        keptBodies: bodies?.count ?? 0,
        keptBodyBytes: bodies?.bytes ?? 0,
      };
    });
  }
}

function pragma(sqlite: Connection['sqlite'], name: string): number {
  return Number(sqlite.pragma(name, { simple: true }));
}
