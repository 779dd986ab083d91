import { fromUsdPerMillion } from '../domain/pricing.ts';
import type { PriceParts } from './priceParts.ts';

interface ListedPrice {
  readonly pattern: RegExp;
  readonly price: PriceParts;
}

/**
 * On-demand prices (us-east-1) that the price table lacks, or has wrong (it takes Titan v2 embeddings for v1). Source: "Amazon Bedrock pricing", on-demand, and LiteLLM's public
 * price map, where the two agree. A model that stands in neither stays without a price.
 */
const LISTED: readonly ListedPrice[] = [
  { pattern: /^amazon\.titan-embed-text-v2/, price: perMillion(0.02) },
  { pattern: /^amazon\.titan-embed-g1-text/, price: perMillion(0.1) },
  { pattern: /^amazon\.titan-embed-image-v1/, price: perMillion(0.8) },
  { pattern: /^amazon\.titan-text-premier/, price: perMillion(0.5, 1.5) },
  { pattern: /^amazon\.nova-2-multimodal-embeddings/, price: perMillion(0.135) },
  { pattern: /^cohere\.embed-(?:english|multilingual)-v3/, price: perMillion(0.1) },
  { pattern: /^cohere\.command-r-plus-v1/, price: perMillion(3, 15) },
  { pattern: /^cohere\.command-r-v1/, price: perMillion(0.5, 1.5) },
  { pattern: /^ai21\.jamba-1-5-large/, price: perMillion(2, 8) },
  { pattern: /^ai21\.jamba-1-5-mini/, price: perMillion(0.2, 0.4) },
];

/** What the ledger names as the origin of these. */
export const OVERLAY_SOURCE = 'Amazon Bedrock pricing, us-east-1';

/** USD per million tokens. Embeddings have no output, which therefore costs nothing. */
function perMillion(input: number, output = 0): PriceParts {
  return { input: fromUsdPerMillion(input), output: fromUsdPerMillion(output) };
}

export function listedBedrockPrice(bareModelId: string): PriceParts | undefined {
  return LISTED.find((entry) => entry.pattern.test(bareModelId))?.price;
}

/** Tokens of prompt beyond which these cost more. */
const LONG_PROMPT = 200_000;
/** The models whose million-token context has its own price; from 4.6 on a long prompt costs what a short one does. */
const LONG_CONTEXT = /anthropic\.claude-sonnet-4-(?:5-)?20\d{6}/;

/**
 * Prices of long prompts where the table leaves them out: input and everything cached twice, output one and a half times
 * the endpoint's own price. Source: "Amazon Bedrock pricing", Claude Sonnet 4 and 4.5, Long Context.
 */
export function withLongContext(price: PriceParts, bareModelId: string): PriceParts {
  if (price.tiers !== undefined || !LONG_CONTEXT.test(bareModelId)) return price;
  const twice = (part: number | undefined): number | undefined => (part === undefined ? undefined : part * 2);
  const tier = {
    above: LONG_PROMPT,
    input: twice(price.input),
    output: price.output === undefined ? undefined : Math.round(price.output * 1.5),
    cacheRead: twice(price.cacheRead),
    cacheWrite5m: twice(price.cacheWrite5m),
    cacheWrite1h: twice(price.cacheWrite1h),
  };
  return { ...price, tiers: [tier] };
}

/**
 * Cache prices that follow from the input price of the same endpoint where a table leaves them out.
 * Claude: writing for five minutes 1.25x, for an hour 2x, reading 0.1x (Anthropic "Prompt caching", AWS pricing page).
 * Nova: writing costs what input costs, there being no surcharge (AWS "Prompt caching": only "depending on the model" more).
 */
export function completeCachePrices(price: PriceParts, bareModelId: string): PriceParts {
  const input = price.input;
  if (input === undefined) return price;
  if (bareModelId.includes('anthropic.')) {
    return {
      ...price,
      cacheRead: price.cacheRead ?? Math.round(input * 0.1),
      cacheWrite5m: price.cacheWrite5m ?? Math.round(input * 1.25),
      cacheWrite1h: price.cacheWrite1h ?? input * 2,
    };
  }
  if (bareModelId.startsWith('amazon.nova')) return { ...price, cacheWrite5m: price.cacheWrite5m ?? input };
  return price;
}
