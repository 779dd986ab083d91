import type { ModelPrice, TokenPrices } from '../domain/pricing.ts';

/** A price without its origin. Pico-USD per token. */
export type PriceParts = Omit<ModelPrice, 'source' | 'adjustment'>;

/** The parts of `over` that are known, at every length of prompt, else those of `base`. */
export function mergePrices(base: PriceParts, over: PriceParts): PriceParts {
  const known = mergeParts(base, over);
  const tiers =
    over.tiers?.map((tier) => ({ above: tier.above, ...mergeParts(known, tier) })) ??
    base.tiers?.map((tier) => ({ above: tier.above, ...mergeParts(tier, over) }));
  const { inputPerSecond = base.inputPerSecond, outputPerSecond = base.outputPerSecond } = over;
  return {
    ...known,
    ...(tiers === undefined ? {} : { tiers }),
    ...(inputPerSecond === undefined ? {} : { inputPerSecond }),
    ...(outputPerSecond === undefined ? {} : { outputPerSecond }),
  };
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

/**
 * Tokens read from a cache cost what the config wants for input where nobody knows a price for them: servers such as vLLM
 * report them as a part of the input. LiteLLM's proxy bills them so, too (measured with 1.108).
 */
export function withCacheReads(price: PriceParts, configured: PriceParts): PriceParts {
  if (price.cacheRead !== undefined || configured.input === undefined) return price;
  const tiers = price.tiers?.map((tier) => ({ ...tier, cacheRead: tier.cacheRead ?? tier.input }));
  return { ...price, cacheRead: configured.input, ...(tiers === undefined ? {} : { tiers }) };
}

/** Whether no part is known at all. */
export function isEmptyPrice(price: PriceParts): boolean {
  return Object.values(price).every((part) => part === undefined);
}
