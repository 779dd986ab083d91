import {
  type BlockedBudget,
  type BudgetAdmission,
  type BudgetClaim,
  type BudgetScope,
  fromScopeKey,
  hasHardCap,
  type ScopeLimits,
  scopesOf,
} from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { SpendRecord } from '../../domain/spend.ts';
import type { Connection } from '../connection.ts';
import type { LedgerOwner } from '../owner.ts';
import { BudgetLeases, type Extension, type Lease } from './budgetLeases.ts';
import { type AccountRow, prepareCapped } from './budgetStatements.ts';
import type { LimitsBook } from './limitsBook.ts';

/** Callers whose counters are remembered; beyond that they are looked up anew. */
const MOST_KNOWN = 2000;

/** What a call holds: the same of each of its counters. */
interface Hold {
  readonly amount: NanoUsd;
  readonly leases: readonly Lease[];
  /** Of the limits that it was admitted by. */
  readonly revision: number;
}

/** What is to be given back when the cost of a call is entered, by whichever process does it. */
export interface HeldByCall {
  /** Call id of the reservations. */
  readonly reservation: string;
  readonly accounts: readonly number[];
  readonly amount: NanoUsd;
}

const ADMITTED: BudgetAdmission = { admitted: true };

/** What running calls hold of the budgets they count for. */
export class BudgetReservations {
  readonly leases: BudgetLeases;
  readonly #reading: Connection['reading'];
  readonly #book: LimitsBook;
  readonly #capped: ReturnType<typeof prepareCapped>;
  readonly #decideAlone: (claim: BudgetClaim, scopes: string) => Decision;
  readonly #holds = new Map<string, Hold>();
  /** Counters with a cap, by the group of a claim and those of its scopes that have limits. */
  readonly #known = new Map<string, readonly Lease[]>();
  #revision = -1;

  constructor(connection: Connection, owner: LedgerOwner, claim: string, book: LimitsBook) {
    this.#reading = connection.reading;
    this.#book = book;
    this.#capped = prepareCapped(connection);
    this.leases = new BudgetLeases(connection, owner, claim);
    const decide = connection.sqlite.transaction((claim: BudgetClaim, scopes: string) => this.#decide(claim, scopes));
    this.#decideAlone = (claim, scopes) => decide.immediate(claim, scopes);
  }

  /**
   * Admits a call when in every counter what was spent, what other calls hold and the amount fit the cap together. As
   * with LiteLLM, a budget that is spent is closed even to what costs nothing. A second claim of a call replaces its
   * first; where it is refused, the first one stands. Calls without a capped scope, and those that fit what is reserved
   * ahead, are admitted without a write.
   */
  reserve(claim: BudgetClaim): BudgetAdmission {
    const limits = this.#book.among(claim.scopes);
    this.#noticeChanges();
    // Customers and tags without limits are many, and would each be looked up.
    const on = [claim.group, ...this.#book.currentKeys([...limits.keys()])].join('\u0000');
    const known = this.#known.get(on);
    if (known !== undefined && this.#fits(claim, known)) return this.#hold(claim, known);
    if (!this.#holds.has(claim.callId) && !haveHardCap(limits, claim.group)) return ADMITTED;
    const keys = this.#book.currentKeys(claim.scopes);
    // Whether a budget is closed to what costs nothing only its spend can tell.
    if (claim.amount === 0) this.#reading.pass();
    const admission = this.#ask(claim, on, JSON.stringify(keys));
    if (admission.admitted) return admission;
    // Calls that have ended mostly cost less than they hold.
    this.#reading.pass();
    return this.#ask(claim, on, JSON.stringify(keys));
  }

  release(callId: string): void {
    this.#drop(callId, () => undefined);
  }

  /** Whether a call that ends has cost more than it holds of a cap: then nobody else may be admitted before its cost is entered. */
  isOutgrown(record: SpendRecord): boolean {
    const { callId, cost = 0 } = record;
    if (cost === 0) return false;
    const hold = this.#holds.get(callId);
    this.#noticeChanges();
    if (hold !== undefined && hold.revision === this.#revision && hold.leases.length > 0 && cost <= hold.amount)
      return false;
    const group = record.attempts.at(-1)?.group;
    const scopes = scopesOf({ ...record, group, deploymentId: record.modelId });
    return haveHardCap(this.#book.among(scopes), group ?? '');
  }

  /** What the row of a call has to say of what it holds. */
  heldBy(callId: string): HeldByCall | undefined {
    const hold = this.#holds.get(callId);
    if (hold === undefined || hold.leases.length === 0) return undefined;
    return {
      reservation: this.leases.id,
      accounts: hold.leases.map(({ account }) => account),
      amount: hold.amount,
    };
  }

  /** A call has ended; what it holds is given back when its cost is entered. */
  settled(callId: string): void {
    this.#drop(callId, (lease, amount) => {
      lease.ending += amount;
    });
  }

  #drop(callId: string, then: (lease: Lease, amount: NanoUsd) => void): void {
    const hold = this.#holds.get(callId);
    if (hold === undefined) return;
    this.#holds.delete(callId);
    for (const lease of hold.leases) {
      lease.held -= hold.amount;
      then(lease, hold.amount);
    }
  }

  #hold({ callId, amount }: Pick<BudgetClaim, 'callId' | 'amount'>, leases: readonly Lease[]): BudgetAdmission {
    this.release(callId);
    const hold = { amount: Math.ceil(amount), leases, revision: this.#revision };
    for (const lease of leases) {
      lease.held += hold.amount;
      lease.used = true;
    }
    this.#holds.set(callId, hold);
    return ADMITTED;
  }

  /** What the call holds of a counter already. */
  #ownOf(callId: string, lease: Lease): NanoUsd {
    const hold = this.#holds.get(callId);
    return hold?.leases.includes(lease) === true ? hold.amount : 0;
  }

  #fits({ callId, amount, now, waived = [], forced }: BudgetClaim, leases: readonly Lease[]): boolean {
    if (forced === true || waived.length > 0) return false;
    return leases.every((lease) => {
      const taken = lease.held + lease.ending - this.#ownOf(callId, lease);
      return now < lease.until && taken < lease.amount && taken + Math.ceil(amount) <= lease.amount;
    });
  }

  #ask(claim: BudgetClaim, on: string, scopes: string): BudgetAdmission {
    const { rows, full, extensions } = this.#decideAlone(claim, scopes);
    const leases = rows.map(({ id }) => this.leases.of(id));
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(on, leases);
    if (full === undefined) {
      this.leases.take(extensions);
      return this.#hold(claim, leases);
    }
    const before = this.#holds.get(claim.callId);
    if (before !== undefined) {
      this.#hold(
        { ...claim, amount: before.amount },
        before.leases.filter((lease) => leases.includes(lease)),
      );
    }
    return { admitted: false, blocked: full };
  }

  /** Inside a transaction: from here on nobody else takes what is left. */
  #decide(claim: BudgetClaim, scopes: string): Decision {
    const now = Math.round(claim.now);
    const rows = this.#capped.all({ call_id: this.leases.id, scopes, group: claim.group, now });
    const full = rows.find((row) => this.#isFull(row, claim));
    if (full !== undefined) return { rows, full: this.#toBlocked(full, claim), extensions: [] };
    const extensions = rows.map((row) =>
      this.leases.extend(row, claim, this.#ownOf(claim.callId, this.leases.of(row.id))),
    );
    return { rows, full: undefined, extensions };
  }

  #isFull(row: AccountRow, claim: BudgetClaim): boolean {
    const { amount, waived = [], forced } = claim;
    if (row.cap === null || forced === true || waived.includes(row.id)) return false;
    return row.spent >= row.cap || row.spent + this.#reservedOf(row, claim) + Math.ceil(amount) > row.cap;
  }

  /** By other calls, of this process and others. */
  #reservedOf(row: AccountRow, { callId }: BudgetClaim): NanoUsd {
    const lease = this.leases.of(row.id);
    return row.reserved + lease.held + lease.ending - this.#ownOf(callId, lease);
  }

  #toBlocked(row: AccountRow, claim: BudgetClaim): BlockedBudget {
    return {
      account: row.id,
      scope: fromScopeKey(row.scope),
      model: row.model === '' ? undefined : row.model,
      duration: row.duration === '' ? undefined : row.duration,
      maxBudget: row.cap ?? 0,
      spend: row.spent,
      reserved: this.#reservedOf(row, claim),
      resetsAt: row.resets_at ?? undefined,
    };
  }

  /** Other limits have other counters, and other caps. */
  #noticeChanges(): void {
    const { revision } = this.#book;
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#known.clear();
    this.leases.expire();
  }
}

function haveHardCap(limits: ReadonlyMap<BudgetScope, ScopeLimits>, group: string): boolean {
  for (const own of limits.values()) if (hasHardCap(own, group)) return true;
  return false;
}

interface Decision {
  /** The capped counters of the claim. */
  readonly rows: readonly AccountRow[];
  readonly full: BlockedBudget | undefined;
  readonly extensions: readonly Extension[];
}
