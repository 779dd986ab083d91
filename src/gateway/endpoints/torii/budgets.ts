import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { BUDGETS_PATH, type BudgetStanding, type BudgetStandingList } from '../../../protocol/budgets.ts';
import type { GatewayContext } from '../../context.ts';
import { budgetName, type CappedBudget, cappedBudgets } from '../../limits/cappedBudgets.ts';
import { readQuery } from '../../readQuery.ts';
import { page } from './query.ts';

export const budgetsQuery = z.object({ limit: page.limit });

/** Budgets and what is spent of them, those nearest to their end first. Admin only. */
export function registerBudgets(server: FastifyInstance, context: GatewayContext): void {
  server.get(BUDGETS_PATH, { config: { dashboard: true } }, async (request): Promise<BudgetStandingList> => {
    const { limit } = readQuery(budgetsQuery, request);
    const budgets = (await cappedBudgets(context)).toSorted((one, other) => shareOf(other) - shareOf(one));
    return { budgets: budgets.slice(0, limit).map((budget) => toStanding(context, budget)), total: budgets.length };
  });
}

/** A budget of 0 is used up before anything is spent. */
function shareOf({ spend, maxBudget }: CappedBudget): number {
  return maxBudget === 0 ? 1 : spend / maxBudget;
}

function toStanding(context: GatewayContext, budget: CappedBudget): BudgetStanding {
  const { kind, id, model, duration, spend, maxBudget, resetsAt } = budget;
  return {
    ...{ scope: kind, scopeId: id, name: budgetName(context, budget), spend, maxBudget },
    model: model ?? null,
    duration: duration ?? null,
    resetsAt: resetsAt ?? null,
  };
}
