import type { BudgetLine } from '../domain/doctor.ts';
import type { GatewayContext } from './context.ts';
import { budgetName, cappedBudgets } from './limits/cappedBudgets.ts';

/** Every counter with a cap, as it stands. */
export async function budgetLines(context: GatewayContext): Promise<readonly BudgetLine[]> {
  return (await cappedBudgets(context)).map(({ kind, id, model, duration, spend, maxBudget, resetsAt }) => {
    const parts = [kind, budgetName(context, { kind, id }), model, duration].filter(
      (part) => part !== undefined && part !== '',
    );
    return { name: parts.join(' '), spend, maxBudget, resetsAt };
  });
}
