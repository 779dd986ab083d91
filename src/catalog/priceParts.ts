import type { ModelPrice, TokenPrices } from '../domain/pricing.ts';

/** A price without its origin. Pico-USD per token. */
export type PriceParts = Omit<ModelPrice, 'source'>;

/** The parts of `over` that are known, at every length of prompt, else those of `base`. */
export function mergePrices(base: PriceParts, over: PriceParts): PriceParts {
  const tiers = over.tiers ?? base.tiers?.map((tier) => ({ above: tier.above, ...mergeParts(tier, over) }));
  return { ...mergeParts(base, over), ...(tiers === undefined ? {} : { tiers }) };
}

/** The parts alone, without tiers. */
function mergeParts(base: TokenPrices, over: TokenPrices): TokenPrices {
  return {
    input: over.input ?? base.input,
    output: over.output ?? base.output,
    cacheRead: over.cacheRead ?? base.cacheRead,
    cacheWrite5m: over.cacheWrite5m ?? base.cacheWrite5m,
    cacheWrite1h: over.cacheWrite1h ?? base.cacheWrite1h,
  };
}

/** Whether no part is known at all. */
export function isEmptyPrice(price: PriceParts): boolean {
  return Object.values(price).every((part) => part === undefined);
}
