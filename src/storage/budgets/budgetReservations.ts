import {
  type BlockedBudget,
  type BudgetAdmission,
  type BudgetClaim,
  fromScopeKey,
  hasHardCap,
  scopesOf,
} from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { SpendRecord } from '../../domain/spend.ts';
import type { Connection } from '../connection.ts';
import type { LedgerOwner } from '../owner.ts';
import { type PreparedStatement, prepareStatement } from '../preparedStatement.ts';
import { type AccountRow, prepareCapped, prepareLeave, prepareReserve, type Reserving } from './budgetStatements.ts';
import type { LimitsBook } from './limitsBook.ts';

/** No call lasts longer, so an older reservation belongs to nobody even where its process number is in use again. */
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;

/** What running calls hold of the budgets they count for. */
export class BudgetReservations {
  readonly #reading: Connection['reading'];
  readonly #owner: LedgerOwner;
  readonly #book: LimitsBook;
  readonly #reserve: PreparedStatement<Reserving, unknown>;
  readonly #capped: ReturnType<typeof prepareCapped>;
  readonly #release: PreparedStatement<{ call_id: string }, unknown>;
  readonly #move: (values: Reserving) => number;
  /** What calls of this process hold in each of their counters. */
  readonly #holding = new Map<string, NanoUsd>();

  constructor(connection: Connection, owner: LedgerOwner, book: LimitsBook) {
    this.#reading = connection.reading;
    this.#owner = owner;
    this.#book = book;
    this.#reserve = prepareReserve(connection);
    this.#capped = prepareCapped(connection);
    this.#release = prepareRelease(connection);
    const leave = prepareLeave(connection);
    const move = connection.sqlite.transaction((values: Reserving) => {
      leave.run(values);
      return this.#reserve.run(values);
    });
    this.#move = (values) => move.immediate(values);
  }

  /**
   * Admits a call when in every counter what was spent, what other calls hold and the amount fit the cap together. As
   * with LiteLLM, a budget that is spent is closed even to what costs nothing. A second claim of a call replaces its
   * first, whether it is admitted or not. Calls without a capped scope are admitted without a write.
   */
  reserve(claim: BudgetClaim): BudgetAdmission {
    if (!this.#isCapped(claim) && !this.#holding.has(claim.callId)) return { admitted: true };
    const admission = this.#claim(claim);
    if (admission.admitted) return admission;
    // Calls that have ended mostly cost less than they hold.
    this.#reading.pass();
    return this.#claim(claim);
  }

  #claim(claim: BudgetClaim): BudgetAdmission {
    const values = this.#toValues(claim);
    const change = this.#holding.has(claim.callId) ? this.#move : (first: Reserving) => this.#reserve.run(first);
    for (;;) {
      if (change(values) > 0) {
        this.#holding.set(claim.callId, claim.amount);
        return { admitted: true };
      }
      // Nothing was written: no counter is capped, or one is full. Where the last one was freed meanwhile, once more.
      const counters = this.#capped.all(values);
      if (counters.length === 0) return { admitted: true };
      const full = counters.find((counter) => isFull(counter, claim));
      if (full !== undefined) return { admitted: false, blocked: toBlocked(full) };
    }
  }

  release(callId: string): void {
    if (this.#holding.delete(callId)) this.#release.run({ call_id: callId });
  }

  /** Whether a call that ends has cost more than it holds of a cap: then nobody else may be admitted before its cost is entered. */
  isOutgrown(record: SpendRecord): boolean {
    const { callId, cost = 0 } = record;
    if (cost === 0 || cost <= (this.#holding.get(callId) ?? 0)) return false;
    const group = record.attempts.at(-1)?.group;
    return this.#isCapped({ scopes: scopesOf({ ...record, group, deploymentId: record.modelId }), group: group ?? '' });
  }

  /** A call has ended; what it holds goes when its cost is entered. */
  settled({ callId }: SpendRecord): void {
    this.#holding.delete(callId);
  }

  #isCapped({ scopes, group }: Pick<BudgetClaim, 'scopes' | 'group'>): boolean {
    for (const limits of this.#book.among(scopes).values()) if (hasHardCap(limits, group)) return true;
    return false;
  }

  #toValues(claim: BudgetClaim): Reserving {
    return {
      call_id: claim.callId,
      scopes: JSON.stringify(this.#book.currentKeys(claim.scopes)),
      group: claim.group,
      amount: Math.ceil(claim.amount),
      now: Math.round(claim.now),
      owner_pid: this.#owner.pid,
      waived: JSON.stringify(claim.waived ?? []),
      forced: claim.forced === true ? 1 : 0,
    };
  }
}

/** Ends what a call holds. */
export function prepareRelease({ sqlite, query }: Connection): PreparedStatement<{ call_id: string }, unknown> {
  return prepareStatement(sqlite, (placeholder) =>
    query.deleteFrom('budget_reservations').where('call_id', '=', placeholder('call_id')),
  );
}

function isFull({ id, spent, reserved, cap }: AccountRow, { amount, waived = [] }: BudgetClaim): boolean {
  if (cap === null || waived.includes(id)) return false;
  return spent >= cap || spent + reserved + Math.ceil(amount) > cap;
}

function toBlocked(row: AccountRow): BlockedBudget {
  return {
    account: row.id,
    scope: fromScopeKey(row.scope),
    model: row.model === '' ? undefined : row.model,
    duration: row.duration === '' ? undefined : row.duration,
    maxBudget: row.cap ?? 0,
    spend: row.spent,
    reserved: row.reserved,
    resetsAt: row.resets_at ?? undefined,
  };
}

/**
 * Drops what processes hold that have ended, and what this process held before it opened the ledger: after a
 * crash a new process may have the number of the old one (in a container it is 1 each time). So a process opens
 * a ledger once. Gives back how many were dropped. `now` is epoch ms.
 */
export function releaseStaleReservations({ sqlite, query }: Connection, owner: LedgerOwner, now: number): number {
  const owners = query.selectFrom('budget_reservations').select('owner_pid').distinct().compile();
  const pids = sqlite.prepare<unknown[], { owner_pid: number }>(owners.sql).all([...owners.parameters]);
  const dead = pids.map(({ owner_pid }) => owner_pid).filter((pid) => pid === owner.pid || !owner.isAlive(pid));
  const stale = query
    .deleteFrom('budget_reservations')
    .where(({ eb, or }) => or([eb('owner_pid', 'in', dead), eb('created_at', '<', now - LONGEST_CALL_MS)]))
    .compile();
  return sqlite.prepare<unknown[]>(stale.sql).run([...stale.parameters]).changes;
}
