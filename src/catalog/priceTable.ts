import type { ModelPrice as TablePrice } from '@pydantic/genai-prices';
import { calcPrice } from '@pydantic/genai-prices';
import { fromUsdPerMillion, type TokenPrices } from '../domain/pricing.ts';
import type { PriceParts } from './priceParts.ts';

/** Goes into the ledger with every price, so that a wrong table can be found and its rows priced again. */
export const PRICE_TABLE_SOURCE = 'genai-prices 0.1.8';

export interface TableEntry {
  /** The table's own id, e.g. `regional.anthropic.claude-sonnet-4-6-v1:0`. */
  readonly id: string;
  readonly price: PriceParts;
  /** Tokens. */
  readonly contextWindow: number | undefined;
}

/**
 * A model's entry in the bundled table; nothing is fetched. `provider` is the table's name (`aws`, `openai`).
 * `at` (epoch ms) picks among prices that changed on a date; undefined is now.
 */
export function findTableEntry(provider: string, modelId: string, at: number | undefined): TableEntry | undefined {
  const timestamp = at === undefined ? {} : { timestamp: new Date(at) };
  const found = calcPrice({}, modelId, { providerId: provider, ...timestamp });
  if (found === null) return undefined;
  return { id: found.model.id, price: toParts(found.model_price), contextWindow: found.model.context_window };
}

function toParts(price: TablePrice): PriceParts {
  const starts = tierStarts(price);
  if (starts.length === 0) return partsAt(price, 0);
  return { ...partsAt(price, 0), tiers: starts.map((above) => ({ above, ...partsAt(price, above) })) };
}

/** Prompt lengths from which the table has other prices. */
function tierStarts(price: TablePrice): readonly number[] {
  const starts = Object.values(price).flatMap((part) =>
    part === undefined || typeof part === 'number' ? [] : part.tiers.map((tier) => tier.start),
  );
  return [...new Set(starts)].sort((one, other) => one - other);
}

function partsAt(price: TablePrice, start: number): TokenPrices {
  const input = picoPerToken(price['input_mtok'], start);
  return {
    input,
    // Embedding models have an input price alone.
    output: picoPerToken(price['output_mtok'], start) ?? (input === undefined ? undefined : 0),
    cacheRead: picoPerToken(price['cache_read_mtok'], start),
    cacheWrite5m: picoPerToken(price['cache_write_mtok'], start),
    cacheWrite1h: picoPerToken(price['cache_write_1h_mtok'], start),
  };
}

/** The table's price for prompts that are longer than `start` tokens. */
function picoPerToken(price: TablePrice[string], start: number): number | undefined {
  if (price === undefined) return undefined;
  if (typeof price === 'number') return fromUsdPerMillion(price);
  const tier = price.tiers.findLast((each) => each.start <= start && start > 0);
  return fromUsdPerMillion(tier?.price ?? price.base);
}
