import type {
  BudgetAdmission,
  BudgetClaim,
  BudgetCrossing,
  BudgetScope,
  BudgetScopeKind,
  BudgetState,
  ScopeLimits,
} from '../../domain/budget.ts';
import { scopeKey } from '../../domain/budget.ts';
import { nextReset } from '../../domain/budgetWindow.ts';
import type { KeyRotation } from '../../domain/governancePorts.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { BudgetStore, Clock } from '../../domain/ports.ts';
import type { SpendRecord } from '../../domain/spend.ts';
import { madeInTurns } from '../../domain/turns.ts';
import type { Connection } from '../connection.ts';
import type { LedgerOwner } from '../owner.ts';
import type { KeyBudgets } from '../sqliteKeyStore.ts';
import { whenFree } from '../whenFree.ts';
import { type ChangeSpend, prepareChangeSpend } from './budgetChanges.ts';
import { type DefineLimits, prepareDefine } from './budgetDefinitions.ts';
import { BudgetReservations } from './budgetReservations.ts';
import { type AccountRow, prepareStates } from './budgetStatements.ts';
import { groupByScopeId, toBudgetState } from './budgetStates.ts';
import { LimitsBook } from './limitsBook.ts';

export interface BudgetStoreOptions {
  readonly clock: Clock;
  readonly owner: LedgerOwner;
  /** Id of this opening of the ledger. */
  readonly claim: string;
  /** Zone of the windows' boundaries, an IANA name. */
  readonly timeZone: () => string;
}

/** The budgets of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteBudgetStore implements BudgetStore, KeyBudgets {
  /** What running calls hold; the settlement ends it. */
  readonly reservations: BudgetReservations;
  readonly #connection: Connection;
  readonly #options: BudgetStoreOptions;
  readonly #book: LimitsBook;
  readonly #define: DefineLimits;
  readonly #change: ChangeSpend;
  readonly #states: ReturnType<typeof prepareStates>;
  readonly #listeners = new Set<(crossing: BudgetCrossing) => void>();

  constructor(connection: Connection, options: BudgetStoreOptions) {
    const { timeZone, owner, claim } = options;
    this.#connection = connection;
    this.#options = options;
    connection.sqlite.function('next_reset', (duration: unknown, now: unknown) =>
      nextReset(String(duration), Number(now), timeZone()),
    );
    this.#book = new LimitsBook(connection);
    this.reservations = new BudgetReservations(connection, owner, claim, this.#book);
    this.#define = prepareDefine(connection, timeZone);
    this.#change = prepareChangeSpend(connection);
    this.#states = prepareStates(connection);
  }

  /** The token by which a key counts now, for calls that began before it was rotated. From memory. */
  currentToken(token: string): string {
    return this.#book.currentToken(token);
  }

  define(scope: BudgetScope, limits: ScopeLimits | undefined): Promise<void> {
    return this.#guarded(() => {
      // A cap counts what was spent before it.
      this.#connection.reading.pass();
      this.#define(scope, limits, this.#now());
      this.#book.changed(scope, limits);
    });
  }

  limitsOf(scope: BudgetScope): ScopeLimits | undefined {
    return this.#book.find(scope);
  }

  limitsAmong(scopes: readonly BudgetScope[]): ReadonlyMap<BudgetScope, ScopeLimits> {
    return this.#book.among(scopes);
  }

  defined(kind: BudgetScopeKind): readonly string[] {
    return this.#book.idsOf(kind);
  }

  async states(kind: BudgetScopeKind, ids: readonly string[]): Promise<ReadonlyMap<string, BudgetState>> {
    return new Map(await madeInTurns(ids, (some) => this.#statesOf(kind, some)));
  }

  #statesOf(kind: BudgetScopeKind, ids: readonly string[]): Promise<readonly (readonly [string, BudgetState])[]> {
    return this.#guarded(() => {
      this.#connection.reading.pass();
      const now = this.#now();
      const scopes = JSON.stringify(ids.map((id) => scopeKey({ kind, id })));
      const rows = groupByScopeId(this.#states.all({ scopes, now }).map((row) => this.#withoutIdle(row)));
      const stateOf = (id: string): BudgetState =>
        toBudgetState(this.#book.find({ kind, id }), rows.get(id) ?? [], (row) => this.#resetOf(row, now));
      return ids.map((id) => [id, stateOf(id)] as const);
    });
  }

  resetSpend(scope: BudgetScope, spend: NanoUsd): Promise<void> {
    return this.#guarded(() => {
      this.#connection.reading.pass();
      this.#change.reset(scopeKey(scope), Math.round(spend));
      this.#book.follow();
    });
  }

  rotateKey(token: string, next: Pick<KeyRotation, 'token' | 'limits'>): void {
    const to: BudgetScope = { kind: 'key', id: next.token };
    this.#change.move(scopeKey({ kind: 'key', id: token }), scopeKey(to));
    this.#define(to, next.limits, this.#now());
  }

  reload(): void {
    this.#book.reload();
  }

  raise(account: number, by: NanoUsd): Promise<void> {
    return this.#guarded(() => this.#change.raise(account, Math.round(by), this.#now()));
  }

  reserve(claim: BudgetClaim): Promise<BudgetAdmission> {
    return this.#guarded(() => this.reservations.reserve(claim));
  }

  release(callId: string): Promise<void> {
    return this.#guarded(() => this.reservations.release(callId));
  }

  onCrossing(listener: (crossing: BudgetCrossing) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For the settlement: whether one of these calls has to be entered before anybody else is admitted. */
  areUrgent(records: readonly SpendRecord[]): boolean {
    return records.some((record) => this.reservations.isOutgrown(record));
  }

  /** For the settlement: these calls have ended. */
  settled(records: readonly SpendRecord[]): void {
    for (const { callId } of records) this.reservations.settled(callId);
  }

  /** For those who enter costs: what the calls held is released. */
  entered(): void {
    this.reservations.leases.entered();
  }

  /** Gives back what was reserved ahead. */
  close(): void {
    this.reservations.leases.close();
  }

  /** For those who enter costs, once their transaction is committed. */
  report(crossings: readonly BudgetCrossing[]): void {
    for (const crossing of crossings) for (const listener of this.#listeners) listener(crossing);
  }

  /** What this process has reserved ahead no call holds. */
  #withoutIdle(row: AccountRow): AccountRow {
    const idle = this.reservations.leases.idle(row.id);
    return idle === 0 ? row : { ...row, reserved: row.reserved - idle };
  }

  #resetOf({ duration, resets_at: resetsAt }: AccountRow, now: number): number | undefined {
    if (resetsAt === null) return undefined;
    return resetsAt > now ? resetsAt : nextReset(duration, now, this.#options.timeZone());
  }

  #now(): number {
    return Math.round(this.#options.clock.now());
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return whenFree(this.#connection, work);
  }
}
