import { promptTokens } from './chat.ts';
import { type AdjustedCost, adjustCost, type CostAdjustment } from './costAdjustment.ts';
import { type NanoUsd, toSafeInteger } from './money.ts';
import type { ReportedUsage } from './reportedUsage.ts';

/**
 * Prices in pico-USD per token (1e-12 dollar): $3 per million tokens is 3_000_000.
 * Integers, so that a sum never depends on the order of its parts. A part without a price makes a cost that needs it unknown.
 */
export interface TokenPrices {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite5m?: number | undefined;
  readonly cacheWrite1h?: number | undefined;
}

/** Prices of a whole request whose prompt, cached tokens included, is longer than `above` tokens. */
export interface PriceTier extends TokenPrices {
  readonly above: number;
}

/** What a model costs. */
export interface ModelPrice extends TokenPrices {
  /** For long prompts, in any order; the highest that the prompt passes counts. */
  readonly tiers?: readonly PriceTier[] | undefined;
  /** By service tier, where it differs from the usual one. A tier that is not here has no known price. */
  readonly serviceTiers?: Readonly<Record<string, TokenPrices>> | undefined;
  /** Pico-USD per second that the model took; each replaces the price of its tokens. For endpoints that are paid by time. */
  readonly inputPerSecond?: number | undefined;
  readonly outputPerSecond?: number | undefined;
  /** Discount and margin that the config puts on the provider's models. */
  readonly adjustment?: CostAdjustment | undefined;
  /** Where the figures come from, for the ledger: "config", or a price table with its version. */
  readonly source: string;
}

export interface CostParts {
  readonly input: NanoUsd;
  readonly output: NanoUsd;
  readonly cacheRead: NanoUsd;
  readonly cacheWrite5m: NanoUsd;
  readonly cacheWrite1h: NanoUsd;
}

/** `total` is the sum of the parts (`original`), less the discount, plus the margin. */
export interface Cost extends AdjustedCost {
  readonly parts: CostParts;
}

const PICO_PER_NANO = 1000;

/** USD per token, as LiteLLM's config has it, to pico-USD per token. */
export function fromUsdPerToken(usd: number): number {
  return toSafeInteger(usd * 1e12);
}

/** USD per million tokens to pico-USD per token. */
export function fromUsdPerMillion(usd: number): number {
  return toSafeInteger(usd * 1e6);
}

export function toUsdPerToken(pico: number): number {
  return pico / 1e12;
}

/** Service tiers that cost what is listed; Bedrock names the usual one `default`, OpenAI also `standard`. */
const USUAL_SERVICE_TIERS = new Set(['default', 'standard', 'auto']);

/** The prices that hold for this very request; undefined where its service tier has none that is known. */
function pricesFor(usage: ReportedUsage, price: ModelPrice): TokenPrices | undefined {
  const { serviceTier } = usage;
  if (serviceTier !== undefined && !USUAL_SERVICE_TIERS.has(serviceTier)) return price.serviceTiers?.[serviceTier];
  const prompt = promptTokens(usage);
  const passed = (price.tiers ?? []).filter((tier) => prompt > tier.above);
  return (
    passed.reduce<PriceTier | undefined>(
      (highest, tier) => (highest === undefined || tier.above > highest.above ? tier : highest),
      undefined,
    ) ?? price
  );
}

/**
 * The cost of a usage in nano-USD, each part rounded to the nearest, with discount and margin on their sum. Thinking
 * tokens are part of the output. `seconds` is how long the model took, for prices by time. Undefined ("unknown", never 0)
 * where tokens or time were used that the price does not cover.
 */
export function costOf(usage: ReportedUsage, price: ModelPrice | undefined, seconds?: number): Cost | undefined {
  const prices = price === undefined ? undefined : pricesFor(usage, price);
  if (price === undefined || prices === undefined) return undefined;
  const input = timeCost(price.inputPerSecond, seconds) ?? partCost(usage.inputTokens, prices.input);
  const output = timeCost(price.outputPerSecond, seconds) ?? partCost(usage.outputTokens, prices.output);
  const cacheRead = partCost(usage.cacheReadTokens, prices.cacheRead);
  const cacheWrite5m = partCost(usage.cacheWrite5mTokens, prices.cacheWrite5m);
  const cacheWrite1h = partCost(usage.cacheWrite1hTokens, prices.cacheWrite1h);
  if (
    input === undefined ||
    output === undefined ||
    cacheRead === undefined ||
    cacheWrite5m === undefined ||
    cacheWrite1h === undefined
  ) {
    return undefined;
  }
  const original = input + output + cacheRead + cacheWrite5m + cacheWrite1h;
  return { ...adjustCost(original, price.adjustment), parts: { input, output, cacheRead, cacheWrite5m, cacheWrite1h } };
}

function timeCost(picoPerSecond: number | undefined, seconds: number | undefined): NanoUsd | undefined {
  if (picoPerSecond === undefined || seconds === undefined) return undefined;
  return toSafeInteger((seconds * picoPerSecond) / PICO_PER_NANO);
}

function partCost(tokens: number, picoPerToken: number | undefined): NanoUsd | undefined {
  if (tokens === 0) return 0;
  return picoPerToken === undefined ? undefined : toSafeInteger((tokens * picoPerToken) / PICO_PER_NANO);
}

/** What the cache saved against sending every token at the input price, less what writing it cost extra. May be negative. */
export function cacheSavings(usage: ReportedUsage, price: ModelPrice | undefined): NanoUsd | undefined {
  const cost = costOf(usage, price);
  const input = price === undefined ? undefined : pricesFor(usage, price)?.input;
  if (cost === undefined || input === undefined) return undefined;
  const cached = usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const plain = Math.round((cached * input) / PICO_PER_NANO);
  return plain - cost.parts.cacheRead - cost.parts.cacheWrite5m - cost.parts.cacheWrite1h;
}
