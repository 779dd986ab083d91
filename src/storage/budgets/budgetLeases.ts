import type { BudgetClaim } from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import { type Connection, withPatience } from '../connection.ts';
import type { LedgerOwner } from '../owner.ts';
import { type PreparedStatement, prepareStatement } from '../preparedStatement.ts';
import type { AccountRow } from './budgetStatements.ts';
import { leaseOf } from './staleReservations.ts';

/** Far from its cap a counter gives room for so many further calls at once, nearer to it for fewer. */
const CALLS_AHEAD = [256, 32] as const;

/** Never more than this part of what is left, so that another process is not refused for what nobody uses. */
const PART_AHEAD = 1 / 8;

/** What no call has asked for within this time is given back, ms: an agent's next turn mostly finds its room still there. */
const IDLE_MS = 1000;

/** So many counters are remembered before those that nobody uses are forgotten: there may be one for each customer. */
const MOST_COUNTERS = 10_000;

/** What this process may give out of one counter without asking the ledger. Money in nano-USD. */
export interface Lease {
  readonly account: number;
  /** Reserved in the ledger: other processes see it as held. */
  amount: NanoUsd;
  /** By running calls. */
  held: NanoUsd;
  /** By calls that have ended, until their cost is entered, which ends that. */
  ending: NanoUsd;
  /** Until then the counter is as it was found: no window ends, no increase runs out. Epoch ms. */
  until: number;
  /** Since the last look. */
  used: boolean;
  /** The ledger may have more reserved: for calls that have ended, and that another process had entered already. */
  isDoubtful: boolean;
}

interface LeaseValues {
  readonly call_id: string;
  readonly account: number;
  readonly amount: NanoUsd;
  readonly created_at: number;
  readonly owner_pid: number;
}

/**
 * Room in capped counters that this process has reserved ahead, one reservation for each counter, so that most calls are
 * admitted from memory. Near a cap it reserves no more than its calls hold: what is admitted is the same as if each call
 * reserved for itself.
 */
export class BudgetLeases {
  /** Stands in the ledger's reservations for the calls of this opening of it. */
  readonly id: string;
  readonly #sqlite: Connection['sqlite'];
  readonly #owner: LedgerOwner;
  readonly #put: PreparedStatement<LeaseValues, unknown>;
  readonly #reduceAll: (leases: readonly Lease[]) => void;
  readonly #byAccount = new Map<number, Lease>();
  /** Those that have something reserved. */
  readonly #open = new Set<Lease>();
  #timer: NodeJS.Timeout | undefined;
  #mostCounters = MOST_COUNTERS;
  #closed = false;

  constructor(connection: Connection, owner: LedgerOwner, claim: string) {
    this.id = leaseOf(claim);
    this.#sqlite = connection.sqlite;
    this.#owner = owner;
    this.#put = preparePut(connection);
    const reduce = prepareReduce(connection);
    const drop = prepareDropEmpty(connection);
    const reduceAll = connection.sqlite.transaction((leases: readonly Lease[]) => {
      for (const lease of leases) reduce.run({ call_id: this.id, account: lease.account, amount: busy(lease) });
      drop.run({ call_id: this.id });
    });
    this.#reduceAll = (leases) => reduceAll.immediate(leases);
  }

  of(account: number): Lease {
    const known = this.#byAccount.get(account);
    if (known !== undefined) return known;
    const lease = { account, amount: 0, held: 0, ending: 0, until: 0, used: false, isDoubtful: false };
    this.#byAccount.set(account, lease);
    if (this.#byAccount.size > this.#mostCounters) this.#arm();
    return lease;
  }

  /** What is reserved of a counter and nobody uses. */
  idle(account: number): NanoUsd {
    const lease = this.#byAccount.get(account);
    return lease === undefined ? 0 : Math.max(0, lease.amount - busy(lease));
  }

  /**
   * Reserves what a call needs of a counter, and some more where there is plenty, inside the transaction that has found
   * `row`; `take` says that it is committed. `before`: what the call holds of it already.
   */
  extend(row: AccountRow, { amount: asked, now }: BudgetClaim, before: NanoUsd): Extension {
    const lease = this.of(row.id);
    const wanted = Math.ceil(asked);
    const needed = busy(lease) - before + wanted;
    const left = (row.cap ?? 0) - row.spent - row.reserved - needed;
    const rooms = CALLS_AHEAD.map((calls) => calls * Math.max(1, wanted));
    const amount = needed + (rooms.find((room) => room <= left * PART_AHEAD) ?? 0);
    const times = { call_id: this.id, created_at: Math.round(now), owner_pid: this.#owner.pid };
    this.#put.run({ ...times, account: row.id, amount });
    return { lease, amount, until: endOf(row, now) };
  }

  take(extensions: readonly Extension[]): void {
    for (const { lease, amount, until } of extensions) {
      lease.amount = amount;
      lease.until = until;
      lease.isDoubtful = lease.ending > 0;
      this.#open.add(lease);
    }
    this.#arm();
  }

  /** Whatever was found out about counters counts no more: somebody has changed limits. */
  expire(): void {
    for (const lease of this.#open) lease.until = 0;
  }

  /** The costs of all calls that have ended are entered, and what they held is no longer reserved. */
  entered(): void {
    for (const lease of this.#open) {
      lease.amount = Math.max(lease.held, lease.amount - lease.ending);
      lease.ending = 0;
    }
  }

  /** Gives back what no call holds. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#giveBack([...this.#open]);
  }

  #arm(): void {
    if (!this.#closed) this.#timer ??= setTimeout(() => this.#tidy(), IDLE_MS).unref();
  }

  #tidy(): void {
    this.#timer = undefined;
    const quiet = [...this.#open].filter(({ used }) => !used);
    for (const lease of this.#open) lease.used = false;
    this.#giveBack(quiet);
    if (this.#byAccount.size > this.#mostCounters) this.#forgetIdle();
    if (this.#open.size > 0) this.#arm();
  }

  /** Between calls, never within one: whoever holds a forgotten lease finds nothing in it, and asks the ledger. */
  #forgetIdle(): void {
    for (const [account, lease] of this.#byAccount) {
      if (lease.amount === 0 && busy(lease) === 0 && !this.#open.has(lease)) this.#byAccount.delete(account);
    }
    this.#mostCounters = Math.max(MOST_COUNTERS, this.#byAccount.size * 2);
  }

  /** A ledger that cannot be written keeps the reservations; the next look tries again. */
  #giveBack(leases: readonly Lease[]): void {
    const idle = leases.filter((lease) => lease.amount > busy(lease) || lease.isDoubtful);
    try {
      if (idle.length > 0) withPatience(this.#sqlite, 0, () => this.#reduceAll(idle));
    } catch {
      return;
    }
    for (const lease of idle) {
      lease.amount = busy(lease);
      lease.isDoubtful = lease.ending > 0;
    }
    for (const lease of leases) if (lease.amount === 0) this.#open.delete(lease);
  }
}

/** What was reserved of a counter, once it is committed. */
export interface Extension {
  readonly lease: Lease;
  readonly amount: NanoUsd;
  readonly until: number;
}

/** What cannot be given to another call. */
function busy({ held, ending }: Lease): NanoUsd {
  return held + ending;
}

function endOf({ resets_at: reset, extra_until: extra }: AccountRow, now: number): number {
  const ends = [reset ?? 0, extra].filter((end) => end > now);
  return Math.min(...ends, Number.MAX_SAFE_INTEGER);
}

function preparePut({ sqlite, query }: Connection): PreparedStatement<LeaseValues, unknown> {
  return prepareStatement(sqlite, (placeholder) =>
    query
      .insertInto('budget_reservations')
      .values({
        call_id: placeholder('call_id'),
        account: placeholder('account'),
        amount: placeholder('amount'),
        created_at: placeholder('created_at'),
        owner_pid: placeholder('owner_pid'),
      })
      .onConflict((conflict) =>
        conflict.columns(['call_id', 'account']).doUpdateSet(({ ref }) => ({
          amount: ref('excluded.amount'),
          created_at: ref('excluded.created_at'),
        })),
      ),
  );
}

function prepareReduce({ sqlite, query }: Connection) {
  return prepareStatement<Pick<LeaseValues, 'call_id' | 'account' | 'amount'>, unknown>(sqlite, (placeholder) =>
    query
      .updateTable('budget_reservations')
      .set({ amount: placeholder('amount') })
      .where('call_id', '=', placeholder('call_id'))
      .where('account', '=', placeholder('account')),
  );
}

function prepareDropEmpty({ sqlite, query }: Connection): PreparedStatement<{ call_id: string }, unknown> {
  return prepareStatement(sqlite, (placeholder) =>
    query.deleteFrom('budget_reservations').where('call_id', '=', placeholder('call_id')).where('amount', '=', 0),
  );
}
