import type { ModelPrice } from '../domain/pricing.ts';

/** A price without its origin. Pico-USD per token. */
export type PriceParts = Omit<ModelPrice, 'source'>;

/** The parts of `over` that are known, else those of `base`. */
export function mergePrices(base: PriceParts, over: PriceParts): PriceParts {
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
