import type { BudgetCrossing, BudgetScopeKind } from './budget.ts';
import type { NanoUsd } from './money.ts';
import type { CapSpan } from './spendCaps.ts';

/** Whose budget it is, as a person knows it. Money is nano-USD, times are epoch ms. */
interface NamedBudget {
  readonly scope: BudgetScopeKind | CapSpan;
  readonly scopeId: string;
  /** A key's alias or the end of it, a team's id and so on; '' for everything together. */
  readonly name: string;
  /** Set where the budget is for one model group only. */
  readonly model: string | null;
  readonly duration: string | null;
  readonly spend: NanoUsd;
  readonly maxBudget: NanoUsd;
  /** Null for a budget that never begins again. */
  readonly resetsAt: number | null;
}

/** Part of a budget is spent, or all of it, or a soft budget. Told once in each of its windows. */
export interface BudgetWarning extends NamedBudget {
  readonly mark: BudgetCrossing['mark'];
  /** Of the call that passed it. */
  readonly callId: string;
}

/** A request waits for somebody to decide whether it may pass its budget. */
export interface BudgetQuestion extends NamedBudget {
  readonly id: string;
  readonly callId: string;
  readonly modelGroup: string;
  readonly client: string | null;
  /** Held by other running requests. */
  readonly reserved: NanoUsd;
  /** What this request costs at most. */
  readonly estimate: NanoUsd;
  readonly askedAt: number;
  /** When it is refused unless somebody decides. */
  readonly expiresAt: number;
}
