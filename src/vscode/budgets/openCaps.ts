import type { BudgetQuestion } from '../../protocol/api.ts';

type Cap = Pick<BudgetQuestion, 'scope' | 'scopeId' | 'model' | 'duration' | 'maxBudget' | 'resetsAt'>;

/** Budgets that a message is up for: one at a time for each cap, however many requests wait at it. */
export class OpenCaps {
  readonly #open = new Set<string>();

  /** True where no message about this cap is up; from then on one is. */
  begin(cap: Cap): boolean {
    const key = toKey(cap);
    if (this.#open.has(key)) return false;
    this.#open.add(key);
    return true;
  }

  end(cap: Cap): void {
    this.#open.delete(toKey(cap));
  }
}

function toKey({ scope, scopeId, model, duration, maxBudget, resetsAt }: Cap): string {
  return JSON.stringify([scope, scopeId, model, duration, maxBudget, resetsAt]);
}

/** A raise to offer, in USD: enough for the request, and a fifth of the budget at least; in whole cents. */
export function suggestedRaise({ estimate, maxBudget }: Pick<BudgetQuestion, 'estimate' | 'maxBudget'>): string {
  const cents = Math.ceil(Math.max(estimate, maxBudget / 5) / NANO_PER_CENT);
  return (Math.max(1, cents) / 100).toFixed(2);
}

const NANO_PER_CENT = 10_000_000;

/** An amount in USD that somebody wrote; undefined where it is none, or nothing. */
export function readAmount(text: string): number | undefined {
  const amount = Number(text.trim().replace(/^\$/, ''));
  return Number.isFinite(amount) && amount > 0 ? amount : undefined;
}
