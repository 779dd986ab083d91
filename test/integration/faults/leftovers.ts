import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TestGateway } from '../support/gateway.ts';

/** What a request that is over must not leave in the ledger. */
export function reservationsLeft(gateway: Pick<TestGateway, 'directory'>): number {
  const sqlite = new Database(join(gateway.directory, 'home', 'torii.db'), { readonly: true });
  try {
    const count = (table: string): number =>
      (sqlite.prepare(`select count(*) as count from ${table}`).get() as { count: number }).count;
    return count('budget_reservations') + count('running_calls');
  } finally {
    sqlite.close();
  }
}
