import type { ModelPrice as TablePrice } from '@pydantic/genai-prices';
import { calcPrice } from '@pydantic/genai-prices';
import { fromUsdPerMillion } from '../domain/pricing.ts';
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
 * Where the table has tiers by prompt length, the base tier counts: the domain's price has no tiers.
 * `at` (epoch ms) picks among prices that changed on a date; undefined is now.
 */
export function findTableEntry(provider: string, modelId: string, at: number | undefined): TableEntry | undefined {
  const timestamp = at === undefined ? {} : { timestamp: new Date(at) };
  const found = calcPrice({}, modelId, { providerId: provider, ...timestamp });
  if (found === null) return undefined;
  return { id: found.model.id, price: toParts(found.model_price), contextWindow: found.model.context_window };
}

function toParts(price: TablePrice): PriceParts {
  const input = picoPerToken(price['input_mtok']);
  return {
    input,
    // Embedding models have an input price alone.
    output: picoPerToken(price['output_mtok']) ?? (input === undefined ? undefined : 0),
    cacheRead: picoPerToken(price['cache_read_mtok']),
    cacheWrite5m: picoPerToken(price['cache_write_mtok']),
    cacheWrite1h: picoPerToken(price['cache_write_1h_mtok']),
  };
}

function picoPerToken(price: TablePrice[string]): number | undefined {
  if (price === undefined) return undefined;
  return fromUsdPerMillion(typeof price === 'number' ? price : price.base);
}
