import {
  type BudgetCrossing,
  type BudgetScope,
  type BudgetScopeKind,
  fromScopeKey,
  scopeKey,
  scopesOf,
} from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { SpendRecord } from '../../domain/spend.ts';
import type { Connection } from '../connection.ts';
import { type PreparedStatement, prepareStatement } from '../preparedStatement.ts';
import { prepareSpend, type SpentRow } from './budgetStatements.ts';

/** Kinds whose spend is kept although nothing limits them: it is what the management API shows. */
const ALWAYS_COUNTED: ReadonlySet<BudgetScopeKind> = new Set(['key', 'user', 'team', 'member', 'customer', 'tag']);

/** Adds what calls cost to the counters of their scopes; gives back the marks that they passed by it. */
export type AddSpend = (records: readonly SpendRecord[]) => readonly BudgetCrossing[];

/** Costs that count for the same scopes. */
interface Spent {
  readonly scopes: readonly BudgetScope[];
  readonly group: string;
  readonly now: number;
  readonly cost: NanoUsd;
}

/** Runs inside the transaction that settles the calls. */
export function prepareAddSpend(connection: Connection): AddSpend {
  const spend = prepareSpend(connection);
  const begin = prepareBegin(connection);
  const add = (keys: string, { scopes, group, now, cost }: Spent): readonly BudgetCrossing[] => {
    const rows = spend.all({ scopes: keys, group, now, cost });
    const counted = new Set(rows.map(({ scope }) => scope));
    for (const scope of scopes) {
      const key = scopeKey(scope);
      if (ALWAYS_COUNTED.has(scope.kind) && !counted.has(key)) begin.run({ scope: key, spend: cost });
    }
    return rows.flatMap((row) => crossingsOf(row, cost));
  };
  return (records) => sumByScopes(records).flatMap(([keys, spent]) => add(keys, spent));
}

/** Of calls that end together most are one key's to one model: their costs are added up, and written once. */
function sumByScopes(records: readonly SpendRecord[]): readonly (readonly [string, Spent])[] {
  const sums = new Map<string, Spent & { readonly keys: string }>();
  for (const record of records) {
    const { cost } = record;
    if (cost === undefined || cost === 0) continue;
    const group = answeringGroup(record);
    const scopes = scopesOf({ ...record, group, deploymentId: record.modelId });
    const keys = JSON.stringify(scopes.map(scopeKey));
    const now = Math.round(record.endedAt);
    const before = sums.get(`${group ?? ''}\u0000${keys}`);
    sums.set(`${group ?? ''}\u0000${keys}`, {
      keys,
      scopes,
      group: group ?? '',
      now: Math.max(now, before?.now ?? now),
      cost: cost + (before?.cost ?? 0),
    });
  }
  return [...sums.values()].map(({ keys, ...spent }) => [keys, spent] as const);
}

/** The group whose deployment answered, or was tried last; undefined where none was tried. */
function answeringGroup({ attempts }: SpendRecord): string | undefined {
  return attempts.at(-1)?.group;
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
function crossingsOf(row: SpentRow, cost: NanoUsd): readonly BudgetCrossing[] {
  const { cap, soft_budget: soft, spent } = row;
  if (cap === null && soft === null) return [];
  const passed = (threshold: number): boolean => spent - cost < threshold && threshold <= spent;
  const highest = cap === null ? undefined : MARKS.findLast(({ part }) => passed(cap * part));
  const crossings: BudgetCrossing[] = [];
  if (soft !== null && passed(soft)) crossings.push(toCrossing(row, 'soft', soft));
  if (cap !== null && highest !== undefined) crossings.push(toCrossing(row, highest.mark, cap));
  return crossings;
}

function toCrossing(row: SpentRow, mark: BudgetCrossing['mark'], maxBudget: NanoUsd): BudgetCrossing {
  const scope: BudgetScope = fromScopeKey(row.scope);
  return {
    scope,
    model: row.model === '' ? undefined : row.model,
    duration: row.duration === '' ? undefined : row.duration,
    mark,
    spend: row.spent,
    maxBudget,
    resetsAt: row.resets_at ?? undefined,
  };
}
