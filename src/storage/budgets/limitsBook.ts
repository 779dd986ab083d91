import {
  type BudgetScope,
  type BudgetScopeKind,
  fromScopeKey,
  type ScopeLimits,
  scopeKey,
} from '../../domain/budget.ts';
import { parseJson } from '../../domain/json.ts';
import type { Connection } from '../connection.ts';
import { toJsonColumn } from '../jsonColumn.ts';
import { readRotatedTokens } from '../keyRotation.ts';
import { type PreparedStatement, prepareStatement } from '../preparedStatement.ts';

/**
 * The limits of all scopes, in memory, so that a request without any asks the ledger nothing. Another process's
 * changes are noticed by SQLite's own count of foreign commits, and read when the table's revision moved. Scopes of
 * keys that were rotated are those of their keys: a call that began before goes on with the old token.
 */
export class LimitsBook {
  readonly #connection: Connection;
  readonly #revision: PreparedStatement<object, { revision: number }>;
  #seenData: unknown;
  #seenRevision = -1;
  #limits = new Map<string, ScopeLimits>();
  /** Kinds of scopes of which some have limits, or had. */
  #kinds: ReadonlySet<string> = new Set();
  /** By kind, made when they are asked for. */
  readonly #ids = new Map<BudgetScopeKind, readonly string[]>();
  #rotated: ReadonlyMap<string, string> = new Map();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#revision = prepareStatement(connection.sqlite, () =>
      connection.query.selectFrom('budget_revision').select('revision'),
    );
    this.#refresh();
  }

  /** Moves with every change of limits. */
  get revision(): number {
    this.#refresh();
    return this.#seenRevision;
  }

  find(scope: BudgetScope): ScopeLimits | undefined {
    this.#refresh();
    return this.#limits.get(this.#currentKey(scope));
  }

  /** The token by which a key counts now: its own, unless it was rotated. */
  currentToken(token: string): string {
    this.#refresh();
    return this.#rotated.get(token) ?? token;
  }

  /** Scope keys, those of rotated keys under their current tokens. */
  currentKeys(scopes: readonly BudgetScope[]): readonly string[] {
    this.#refresh();
    return scopes.map((scope) => this.#currentKey(scope));
  }

  /** Limits of those scopes that have any. */
  among(scopes: readonly BudgetScope[]): ReadonlyMap<BudgetScope, ScopeLimits> {
    this.#refresh();
    const found = new Map<BudgetScope, ScopeLimits>();
    if (this.#limits.size === 0) return found;
    for (const scope of scopes) {
      // Of most kinds nothing has limits, and to look for one costs the writing of its key.
      const limits = this.#kinds.has(scope.kind) ? this.#limits.get(this.#currentKey(scope)) : undefined;
      if (limits !== undefined) found.set(scope, limits);
    }
    return found;
  }

  /** Ids of the scopes of a kind that have limits. */
  idsOf(kind: BudgetScopeKind): readonly string[] {
    this.#refresh();
    const known = this.#ids.get(kind);
    if (known !== undefined) return known;
    const scopes = [...this.#limits.keys()].map(fromScopeKey);
    const ids = scopes.filter((scope) => scope.kind === kind).map(({ id }) => id);
    this.#ids.set(kind, ids);
    return ids;
  }

  /** After this process has changed the limits of one scope: to read those of 10 000 others again takes 50 ms. */
  changed(scope: BudgetScope, limits: ScopeLimits | undefined): void {
    if (!this.follow()) return;
    this.#ids.clear();
    if (limits === undefined) this.#limits.delete(scopeKey(scope));
    else {
      this.#limits.set(scopeKey(scope), readLimits(toJsonColumn(limits) ?? ''));
      this.#kinds = new Set(this.#kinds).add(scope.kind);
    }
  }

  /** After this process has moved the revision once. False where somebody else has, too: then all limits were read again. */
  follow(): boolean {
    const revision = this.#revision.get({})?.revision ?? 0;
    if (revision !== this.#seenRevision + 1) {
      this.reload();
      return false;
    }
    this.#seenRevision = revision;
    return true;
  }

  /** After a change of this process's own, which SQLite does not count as foreign. */
  reload(): void {
    this.#seenData = undefined;
    this.#refresh();
  }

  #currentKey({ kind, id }: BudgetScope): string {
    return scopeKey({ kind, id: kind === 'key' ? (this.#rotated.get(id) ?? id) : id });
  }

  #refresh(): void {
    const data = this.#connection.foreignCommits.current();
    if (data === this.#seenData) return;
    this.#seenData = data;
    const revision = this.#revision.get({})?.revision ?? 0;
    if (revision === this.#seenRevision) return;
    this.#seenRevision = revision;
    this.#limits = this.#read();
    this.#kinds = new Set([...this.#limits.keys()].map((key) => key.slice(0, key.indexOf(':'))));
    this.#rotated = readRotatedTokens(this.#connection);
    this.#ids.clear();
  }

  #read(): Map<string, ScopeLimits> {
    const query = this.#connection.query.selectFrom('budget_limits').selectAll().compile();
    const rows = this.#connection.sqlite
      .prepare<unknown[], { scope: string; limits_json: string }>(query.sql)
      .all([...query.parameters]);
    return new Map(rows.map(({ scope, limits_json }) => [scope, readLimits(limits_json)]));
  }
}

/** Limits as `toJsonColumn` wrote them. */
function readLimits(text: string): ScopeLimits {
  const value = parseJson(text);
  return isLimits(value) ? value : { windows: [] };
}

function isLimits(value: unknown): value is ScopeLimits {
  return typeof value === 'object' && value !== null && 'windows' in value && Array.isArray(value.windows);
}
