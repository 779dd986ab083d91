import type { SimulatedModel } from '../models.ts';
import type { WireRequest } from '../wire.ts';

/** Gives the service's refusal in its own words, or undefined where the request keeps the rule. */
export type Rule = (request: WireRequest, model: SimulatedModel) => string | undefined;

export function firstOf<Item>(items: readonly Item[], check: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const refusal = check(item);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
