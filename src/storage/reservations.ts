import { sql } from 'kysely';
import type { NanoUsd } from '../domain/money.ts';
import type { Admission } from '../domain/ports.ts';
import type { Connection } from './connection.ts';
import type { ReservationsTable } from './databaseTypes.ts';
import type { LedgerOwner } from './owner.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { prepareStatement } from './preparedStatement.ts';

/** No call lasts longer, so an older reservation belongs to nobody even where its process number is in use again. */
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;

interface KeyBudget {
  readonly spend: NanoUsd;
  readonly max_budget: NanoUsd | null;
}

/** What running calls hold of their keys' budgets. */
export class Reservations {
  readonly #owner: LedgerOwner;
  readonly #reserve: PreparedStatement<ReservationsTable, unknown>;
  readonly #budget: PreparedStatement<{ token: string }, KeyBudget>;
  readonly #reserved: PreparedStatement<{ token: string; call_id: string }, { amount: number | null }>;
  readonly #release: PreparedStatement<{ call_id: string }, unknown>;

  constructor(connection: Connection, owner: LedgerOwner) {
    this.#owner = owner;
    this.#reserve = prepareReserve(connection);
    this.#budget = prepareStatement(connection.sqlite, (placeholder) =>
      connection.query
        .selectFrom('virtual_keys')
        .select(['spend', 'max_budget'])
        .where('token', '=', placeholder('token')),
    );
    this.#reserved = prepareStatement(connection.sqlite, (placeholder) =>
      connection.query
        .selectFrom('reservations')
        .select(({ fn }) => fn.sum<number | null>('amount').as('amount'))
        .where('token', '=', placeholder('token'))
        .where('call_id', '!=', placeholder('call_id')),
    );
    this.#release = prepareStatement(connection.sqlite, (placeholder) =>
      connection.query.deleteFrom('reservations').where('call_id', '=', placeholder('call_id')),
    );
  }

  /**
   * Admits a call when the key's spend, what its other calls hold and `amount` fit its budget together. As with
   * LiteLLM, a key that has spent its budget is refused even for nothing. A second reservation of one call
   * replaces its first. Keys without a budget, and callers that are no key, are admitted without a write.
   */
  reserve(callId: string, token: string, amount: NanoUsd, now: number): Admission {
    const maxBudget = this.#budget.get({ token })?.max_budget ?? undefined;
    if (maxBudget === undefined) return { admitted: true };
    const row = {
      call_id: callId,
      token,
      amount: Math.ceil(amount),
      created_at: Math.round(now),
      owner_pid: this.#owner.pid,
    };
    if (this.#reserve.run(row) > 0) return { admitted: true };
    const spend = this.#budget.get({ token })?.spend ?? 0;
    const reserved = this.#reserved.get({ token, call_id: callId })?.amount ?? 0;
    return { admitted: false, spend, reserved, maxBudget };
  }

  release(callId: string): void {
    this.#release.run({ call_id: callId });
  }
}

/** One statement decides and writes, so two processes cannot both take the last dollar. */
function prepareReserve({ sqlite, query }: Connection): PreparedStatement<ReservationsTable, unknown> {
  return prepareStatement(sqlite, (placeholder) => {
    const reserved = query
      .selectFrom('reservations')
      .select(({ fn, val }) => fn.coalesce(fn.sum<number>('amount'), val(0)).as('amount'))
      .where('reservations.token', '=', placeholder('token'))
      .where('reservations.call_id', '!=', placeholder('call_id'));
    const admitted = query
      .selectFrom('virtual_keys')
      .select([
        placeholder('call_id').as('call_id'),
        'virtual_keys.token',
        placeholder('amount').as('amount'),
        placeholder('created_at').as('created_at'),
        placeholder('owner_pid').as('owner_pid'),
      ])
      .where('virtual_keys.token', '=', placeholder('token'))
      .whereRef('virtual_keys.spend', '<', 'virtual_keys.max_budget')
      .where(sql<boolean>`virtual_keys.spend + ${reserved} + ${placeholder('amount')} <= virtual_keys.max_budget`);
    return query
      .insertInto('reservations')
      .columns(['call_id', 'token', 'amount', 'created_at', 'owner_pid'])
      .expression(admitted)
      .onConflict((conflict) =>
        conflict.column('call_id').doUpdateSet(({ ref }) => ({ amount: ref('excluded.amount') })),
      );
  });
}

/**
 * Drops what processes hold that have ended, and what this process held before it opened the ledger: after a
 * crash a new process may have the number of the old one (in a container it is 1 each time). So a process opens
 * a ledger once. Gives back how many were dropped. `now` is epoch ms.
 */
export function releaseStaleReservations({ sqlite, query }: Connection, owner: LedgerOwner, now: number): number {
  const owners = query.selectFrom('reservations').select('owner_pid').distinct().compile();
  const pids = sqlite.prepare<unknown[], { owner_pid: number }>(owners.sql).all([...owners.parameters]);
  const dead = pids.map(({ owner_pid }) => owner_pid).filter((pid) => pid === owner.pid || !owner.isAlive(pid));
  const stale = query
    .deleteFrom('reservations')
    .where(({ eb, or }) => or([eb('owner_pid', 'in', dead), eb('created_at', '<', now - LONGEST_CALL_MS)]))
    .compile();
  return sqlite.prepare<unknown[]>(stale.sql).run([...stale.parameters]).changes;
}
