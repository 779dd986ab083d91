import {
  type BudgetCrossing,
  type BudgetScope,
  type BudgetScopeKind,
  fromScopeKey,
  type ScopeFacts,
  scopeKey,
  scopesOf,
} from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { Connection } from '../connection.ts';
import { type PreparedStatement, prepareStatement } from '../preparedStatement.ts';
import { type AddedCost, prepareSpend, type SpentRow } from './budgetStatements.ts';

/** Kinds whose spend is kept although nothing limits them: it is what the management API shows. */
const ALWAYS_COUNTED: ReadonlySet<BudgetScopeKind> = new Set(['key', 'user', 'team', 'member', 'customer', 'tag']);

/** Costs that count for the same scopes. */
export interface Spent extends ScopeFacts {
  /** Epoch ms. */
  readonly endedAt: number;
  readonly cost: NanoUsd;
  /** Of the last one. */
  readonly callId: string;
}

/** Adds costs to the counters of their scopes; gives back the marks that they passed by it. */
export type AddSpend = (spent: readonly Spent[]) => readonly BudgetCrossing[];

/** What the counters of a scope get: those of one model, or with '' those of all. */
interface Added {
  readonly scope: BudgetScope;
  readonly model: string;
  cost: NanoUsd;
  /** Epoch ms. */
  endedAt: number;
  callId: string;
}

/** Runs inside the transaction that enters the calls. Many calls count for few scopes, and each counter is written once. */
export function prepareAddSpend(connection: Connection): AddSpend {
  const spend = prepareSpend(connection);
  const begin = prepareBegin(connection);
  return (spent) => {
    if (spent.length === 0) return [];
    const added = addUp(spent);
    const costs = Array.from(
      added.values(),
      ({ scope, model, cost, endedAt }): AddedCost => [scopeKey(scope), model, cost, endedAt],
    );
    const now = Math.max(...spent.map(({ endedAt }) => endedAt));
    const rows = spend.all({ added: JSON.stringify(costs), now });
    const counted = new Set(rows.map(({ scope }) => scope));
    for (const { scope, model, cost } of added.values()) {
      const key = scopeKey(scope);
      if (model === '' && ALWAYS_COUNTED.has(scope.kind) && !counted.has(key)) begin.run({ scope: key, spend: cost });
    }
    return rows.flatMap((row) => {
      const own = added.get(counterKey(row.scope, row.model));
      return own === undefined ? [] : crossingsOf(row, own);
    });
  };
}

function addUp(spent: readonly Spent[]): ReadonlyMap<string, Added> {
  const added = new Map<string, Added>();
  for (const { cost, endedAt, callId, ...facts } of spent) {
    for (const scope of scopesOf(facts)) {
      for (const model of new Set(['', facts.group ?? ''])) {
        const key = counterKey(scopeKey(scope), model);
        const known = added.get(key) ?? { scope, model, cost: 0, endedAt, callId };
        const isLatest = endedAt >= known.endedAt;
        added.set(key, Object.assign(known, { cost: known.cost + cost }, isLatest ? { endedAt, callId } : {}));
      }
    }
  }
  return added;
}

function counterKey(scope: string, model: string): string {
  return `${model}\u0000${scope}`;
}

function prepareBegin({ sqlite, query }: Connection): PreparedStatement<{ scope: string; spend: NanoUsd }, unknown> {
  return prepareStatement(sqlite, (placeholder) =>
    query.insertInto('budget_accounts').values({
      scope: placeholder('scope'),
      model: '',
      duration: '',
      raised: 0,
      extra: 0,
      extra_until: 0,
      spend: placeholder('spend'),
    }),
  );
}

const MARKS = [
  { mark: '80', part: 0.8 },
  { mark: '95', part: 0.95 },
  { mark: '100', part: 1 },
] as const;

/** A counter only grows until it resets, so that each mark is passed once in a window. */
function crossingsOf(row: SpentRow, { cost, callId }: Pick<Added, 'cost' | 'callId'>): readonly BudgetCrossing[] {
  const { cap, soft_budget: soft, spent } = row;
  if (cap === null && soft === null) return [];
  const passed = (threshold: number): boolean => spent - cost < threshold && threshold <= spent;
  const highest = cap === null ? undefined : MARKS.findLast(({ part }) => passed(cap * part));
  const crossings: BudgetCrossing[] = [];
  if (soft !== null && passed(soft)) crossings.push(toCrossing(row, { mark: 'soft', maxBudget: soft, callId }));
  if (cap !== null && highest !== undefined)
    crossings.push(toCrossing(row, { mark: highest.mark, maxBudget: cap, callId }));
  return crossings;
}

function toCrossing(row: SpentRow, passed: Pick<BudgetCrossing, 'mark' | 'maxBudget' | 'callId'>): BudgetCrossing {
  const scope: BudgetScope = fromScopeKey(row.scope);
  return {
    scope,
    model: row.model === '' ? undefined : row.model,
    duration: row.duration === '' ? undefined : row.duration,
    spend: row.spent,
    resetsAt: row.resets_at ?? undefined,
    ...passed,
  };
}
