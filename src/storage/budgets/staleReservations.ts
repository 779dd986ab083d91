import type { Connection } from '../connection.ts';
import type { LedgerOwner } from '../owner.ts';
import { allRows, runQuery } from '../runQuery.ts';

/** No call lasts longer, so an older reservation belongs to nobody even where its process number is in use again. */
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;

/**
 * Drops what processes hold that have ended, and what this process held before it opened the ledger: after a
 * crash a new process may have the number of the old one (in a container it is 1 each time). So a process opens
 * a ledger once. Gives back how many were dropped. `now` is epoch ms.
 */
export function releaseStaleReservations({ sqlite, query }: Connection, owner: LedgerOwner, now: number): number {
  const owners = query.selectFrom('budget_reservations').select('owner_pid').distinct();
  const pids = allRows(sqlite, owners).map(({ owner_pid }) => owner_pid);
  const dead = pids.filter((pid) => pid === owner.pid || !owner.isAlive(pid));
  return runQuery(
    sqlite,
    query
      .deleteFrom('budget_reservations')
      .where(({ eb, or }) => or([eb('owner_pid', 'in', dead), eb('created_at', '<', now - LONGEST_CALL_MS)])),
  );
}

const LEASE = 'lease ';

/** Call id of what an owner of the ledger has reserved for its calls. */
export function leaseOf(owner: string): string {
  return LEASE + owner;
}

/** The owners, living and dead, that have something reserved. */
export function leaseOwners({ sqlite, query }: Connection): readonly string[] {
  const leases = query
    .selectFrom('budget_reservations')
    .select('call_id')
    .distinct()
    .where('call_id', 'like', `${LEASE}%`);
  return allRows(sqlite, leases).map(({ call_id }) => call_id.slice(LEASE.length));
}

/** Gives back what an owner that has ended had reserved. */
export function releaseLease({ sqlite, query }: Connection, owner: string): void {
  runQuery(sqlite, query.deleteFrom('budget_reservations').where('call_id', '=', leaseOf(owner)));
}
