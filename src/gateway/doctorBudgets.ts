import type { BudgetLine } from '../domain/doctor.ts';
import type { GatewayContext } from './context.ts';
import { cappedBudgets } from './limits/cappedBudgets.ts';

/** Every counter with a cap, as it stands. */
export async function budgetLines(context: GatewayContext): Promise<readonly BudgetLine[]> {
  return (await cappedBudgets(context)).map(({ kind, name, model, duration, spend, maxBudget, resetsAt }) => {
    const parts = [kind, name, model, duration].filter((part) => part !== undefined && part !== '');
    return { name: parts.join(' '), spend, maxBudget, resetsAt };
  });
}
