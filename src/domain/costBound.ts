import type { ModelCard } from './capabilities.ts';
import { adjustCost } from './costAdjustment.ts';
import { type NanoUsd, toSafeInteger } from './money.ts';
import type { ModelPrice, TokenPrices } from './pricing.ts';
import type { PromptBound } from './promptBound.ts';

const PICO_PER_NANO = 1000;

/**
 * The most that a request is expected to cost at a deployment. Every input token counts at the dearest way in which it
 * can be billed (plain, or written to the prompt cache where the model has one), in the dearest tier that the prompt or
 * its service tier can reach, with the provider's discount and margin. Undefined where a price that is needed is not
 * known, as it is for a model that is paid by the second.
 */
export function boundCost(prompt: PromptBound, outputTokens: number, card: ModelCard): NanoUsd | undefined {
  const { price } = card;
  if (price === undefined) return undefined;
  const costs = priceLists(price, prompt).map((prices) => costAt(prices, prompt, outputTokens, card));
  const dearest = costs.reduce<NanoUsd | undefined>(
    (highest, cost) => (highest === undefined || cost === undefined ? undefined : Math.max(highest, cost)),
    0,
  );
  return dearest === undefined ? undefined : adjustCost(dearest, price.adjustment).total;
}

/** Output tokens to reserve for: the client's or the deployment's limit, else the usual, never beyond the model's own; all choices of `n` together. */
export function boundOutput(
  wish: { readonly maxTokens: number | undefined; readonly choices: number },
  usualTokens: number,
  card: ModelCard,
  deploymentDefault: unknown,
): number {
  const limit = wish.maxTokens ?? (typeof deploymentDefault === 'number' ? deploymentDefault : usualTokens);
  return Math.min(limit, card.maxOutputTokens ?? limit) * wish.choices;
}

/** The lists that may apply: the usual one, tiers of long prompts, and the service tier that was asked for. */
function priceLists(price: ModelPrice, prompt: PromptBound): readonly TokenPrices[] {
  const tiers = (price.tiers ?? []).filter(({ above }) => prompt.tokens > above);
  const named = prompt.serviceTier === undefined ? undefined : price.serviceTiers?.[prompt.serviceTier];
  return [price, ...tiers, ...(named === undefined ? [] : [named])];
}

function costAt(prices: TokenPrices, prompt: PromptBound, outputTokens: number, card: ModelCard): NanoUsd | undefined {
  const { input } = prices;
  const output = outputTokens === 0 ? 0 : prices.output;
  if (input === undefined || output === undefined) return undefined;
  const writes = card.capabilities.caching === undefined ? [] : [prices.cacheWrite5m ?? 0];
  if (prompt.oneHourCache) writes.push(prices.cacheWrite1h ?? 0);
  const dearest = Math.max(input, ...writes);
  return toSafeInteger(Math.ceil((prompt.tokens * dearest + outputTokens * output) / PICO_PER_NANO));
}
