import type { BudgetScopeKind, BudgetState } from '../../domain/budget.ts';
import type { Status } from '../../protocol/api.ts';
import type { GatewayContext } from '../context.ts';

type Budget = NonNullable<Status['tightestBudget']>;

/** What a person who looks at a status bar has set: budgets of customers and tags are for reports. */
const KINDS: readonly BudgetScopeKind[] = ['global', 'key', 'team', 'user'];
/** The status is read after every request: more scopes than these are not looked through. */
const MOST_SCOPES = 200;

/** The budget of which the largest share is spent; null where nothing has one. */
export async function tightestBudget(context: GatewayContext): Promise<Budget | null> {
  const lists = await Promise.all(KINDS.map((kind) => budgetsOf(context, kind)));
  const [first] = lists.flat().toSorted((one, other) => shareOf(other) - shareOf(one));
  if (first === undefined) return null;
  return { ...first, name: await nameOf(context, first) };
}

async function budgetsOf({ budgets }: GatewayContext, kind: BudgetScopeKind): Promise<readonly Budget[]> {
  const ids = budgets.defined(kind).slice(0, MOST_SCOPES);
  if (ids.length === 0) return [];
  const states = await budgets.states(kind, ids);
  return [...states].flatMap(([id, state]) => windowsOf(kind, id, state));
}

function windowsOf(scope: BudgetScopeKind, scopeId: string, { windows }: BudgetState): readonly Budget[] {
  return windows.flatMap(({ maxBudget, spend, model, duration, resetsAt }) => {
    if (maxBudget === undefined) return [];
    const of = { model: model ?? null, duration: duration ?? null, resetsAt: resetsAt ?? null };
    return [{ scope, scopeId, name: scopeId, spend, maxBudget, ...of }];
  });
}

function shareOf({ spend, maxBudget }: Budget): number {
  return maxBudget === 0 ? 1 : spend / maxBudget;
}

/** A key by its alias, never by its hash. */
async function nameOf({ keys }: GatewayContext, { scope, scopeId }: Budget): Promise<string> {
  if (scope !== 'key') return scopeId;
  const key = await keys.findByToken(scopeId);
  return key?.keyAlias ?? key?.keyName ?? '';
}
