import { z } from 'zod';
import type { BudgetScope, BudgetWindowState } from '../../../../domain/budget.ts';
import type { VirtualKey } from '../../../../domain/virtualKey.ts';
import type { McpScope } from '../mcpScope.ts';
import { defineTool, isoOf, usdOf } from '../mcpTool.ts';

const MOST_BUDGETS = 100;
const SHARED = ['global', 'team', 'user', 'model'] as const;

const budgetSchema = z.object({
  on: z.enum(['key', 'user', 'team', 'member', 'customer', 'tag', 'model', 'deployment', 'global']),
  name: z.string(),
  model: z.string().nullable().describe('Set where the budget is for one model group'),
  capUsd: z.number().nullable(),
  spentUsd: z.number().nullable(),
  reservedUsd: z.number().nullable().describe('Held by running requests'),
  leftUsd: z.number().nullable(),
  resetsAt: z.string().nullable().describe('ISO time; null never resets'),
});
type Budget = z.infer<typeof budgetSchema>;

/** Caps and what is left of them. */
export const budgetTool = defineTool({
  name: 'torii_budget',
  title: 'Budget left',
  description:
    'Budgets that are set, with what is spent and left and when they reset. An empty list means that nothing is capped.',
  input: z.object({}),
  output: z.object({ budgets: z.array(budgetSchema), truncated: z.boolean() }),
  async read(scope) {
    const scopes = scope.token === undefined ? await allScopes(scope) : ownScopes(scope);
    const budgets = (await Promise.all(scopes.map((named) => budgetsOf(scope, named)))).flat();
    return { budgets: budgets.slice(0, MOST_BUDGETS), truncated: budgets.length > MOST_BUDGETS };
  },
});

interface NamedScope extends BudgetScope {
  readonly name: string;
}

/** A key's own budgets, and those of its user and team, which it spends from. */
function ownScopes({ caller }: McpScope): readonly NamedScope[] {
  if (caller.role === 'admin') return [];
  const { key } = caller;
  return [
    { kind: 'key', id: key.token, name: nameOf(key) },
    ...(key.userId === undefined ? [] : [{ kind: 'user' as const, id: key.userId, name: key.userId }]),
    ...(key.teamId === undefined ? [] : [{ kind: 'team' as const, id: key.teamId, name: key.teamId }]),
  ];
}

async function allScopes({ context }: McpScope): Promise<readonly NamedScope[]> {
  const { budgets, keys } = context;
  const shared = SHARED.flatMap((kind) => budgets.defined(kind).map((id) => ({ kind, id, name: id || 'everything' })));
  const tokens = budgets.defined('key').slice(0, MOST_BUDGETS);
  const named = tokens.map(async (id) => {
    const key = await keys.findByToken(id);
    return { kind: 'key' as const, id, name: key === undefined ? 'a deleted key' : nameOf(key) };
  });
  return [...shared, ...(await Promise.all(named))].slice(0, MOST_BUDGETS + 1);
}

async function budgetsOf({ context }: McpScope, { kind, id, name }: NamedScope): Promise<readonly Budget[]> {
  const state = (await context.budgets.states(kind, [id])).get(id);
  const capped = (state?.windows ?? []).filter(({ maxBudget }) => maxBudget !== undefined);
  return capped.map((window) => ({ on: kind, name, ...toBudget(window) }));
}

function toBudget({ model, maxBudget, spend, reserved, resetsAt }: BudgetWindowState): Omit<Budget, 'on' | 'name'> {
  return {
    model: model ?? null,
    capUsd: usdOf(maxBudget),
    spentUsd: usdOf(spend),
    reservedUsd: usdOf(reserved),
    leftUsd: maxBudget === undefined ? null : usdOf(Math.max(0, maxBudget - spend - reserved)),
    resetsAt: isoOf(resetsAt),
  };
}

function nameOf(key: VirtualKey): string {
  return key.keyAlias ?? key.keyName;
}
