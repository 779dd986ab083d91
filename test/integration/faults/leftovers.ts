import { join } from 'node:path';
import Database from 'better-sqlite3';
import { vi } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';

/** What a request that is over does not leave in the ledger: what was reserved ahead for the next ones goes a moment later. */
export async function reservationsLeft(gateway: Pick<TestGateway, 'directory'>): Promise<number> {
  const sqlite = new Database(join(gateway.directory, 'home', 'torii.db'), { readonly: true });
  const count = (table: string): number =>
    (sqlite.prepare(`select count(*) as count from ${table}`).get() as { count: number }).count;
  const left = (): number => count('budget_reservations') + count('running_calls');
  const none = (): void => {
    if (left() > 0) throw new Error('something is left');
  };
  try {
    return await vi.waitFor(none, 30_000).then(() => 0, left);
  } finally {
    sqlite.close();
  }
}
