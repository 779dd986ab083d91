/** Budgets as they stand. Costs are integers of nano-USD, times epoch ms. */
import { z } from 'zod';

export const BUDGETS_PATH = '/torii/budgets';

export const budgetStandingSchema = z.object({
  /** Whose: key, user, team, member, customer, tag, model, deployment or global. */
  scope: z.string(),
  scopeId: z.string(),
  /** As a person knows it; '' for everything together. */
  name: z.string(),
  /** Set where the budget is for one model group only. */
  model: z.string().nullable(),
  /** Such as `30d`; null is for ever. */
  duration: z.string().nullable(),
  spend: z.number().int(),
  maxBudget: z.number().int(),
  resetsAt: z.number().int().nullable(),
});
export type BudgetStanding = z.infer<typeof budgetStandingSchema>;

/** Query: `limit` (1-200, 50). Those nearest to their end first. */
export const budgetStandingListSchema = z.object({
  budgets: z.array(budgetStandingSchema),
  total: z.number().int(),
});
export type BudgetStandingList = z.infer<typeof budgetStandingListSchema>;
