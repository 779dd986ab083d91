import type { TokenUsage } from './chat.ts';
import type { NanoUsd } from './money.ts';

/**
 * What a model costs, in pico-USD per token (1e-12 dollar): $3 per million tokens is 3_000_000.
 * Integers, so that a sum never depends on the order of its parts. A part without a price makes a cost that needs it unknown.
 */
export interface ModelPrice {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite5m?: number | undefined;
  readonly cacheWrite1h?: number | undefined;
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

export interface Cost {
  readonly total: NanoUsd;
  readonly parts: CostParts;
}

const PICO_PER_NANO = 1000;

/** USD per token, as LiteLLM's config has it, to pico-USD per token. */
export function fromUsdPerToken(usd: number): number {
  return Math.round(usd * 1e12);
}

/** USD per million tokens to pico-USD per token. */
export function fromUsdPerMillion(usd: number): number {
  return Math.round(usd * 1e6);
}

export function toUsdPerToken(pico: number): number {
  return pico / 1e12;
}

/**
 * The cost of a usage in nano-USD, each part rounded to the nearest and the total their sum.
 * Undefined ("unknown", never 0) where tokens were used that the price does not cover.
 */
export function costOf(usage: TokenUsage, price: ModelPrice | undefined): Cost | undefined {
  if (price === undefined) return undefined;
  const input = partCost(usage.inputTokens, price.input);
  const output = partCost(usage.outputTokens, price.output);
  const cacheRead = partCost(usage.cacheReadTokens, price.cacheRead);
  const cacheWrite5m = partCost(usage.cacheWrite5mTokens, price.cacheWrite5m);
  const cacheWrite1h = partCost(usage.cacheWrite1hTokens, price.cacheWrite1h);
  if (
    input === undefined ||
    output === undefined ||
    cacheRead === undefined ||
    cacheWrite5m === undefined ||
    cacheWrite1h === undefined
  ) {
    return undefined;
  }
  return {
    total: input + output + cacheRead + cacheWrite5m + cacheWrite1h,
    parts: { input, output, cacheRead, cacheWrite5m, cacheWrite1h },
  };
}

function partCost(tokens: number, picoPerToken: number | undefined): NanoUsd | undefined {
  if (tokens === 0) return 0;
  return picoPerToken === undefined ? undefined : Math.round((tokens * picoPerToken) / PICO_PER_NANO);
}

/** What the cache saved against sending every token at the input price, less what writing it cost extra. May be negative. */
export function cacheSavings(usage: TokenUsage, price: ModelPrice | undefined): NanoUsd | undefined {
  const cost = costOf(usage, price);
  if (cost === undefined || price?.input === undefined) return undefined;
  const cached = usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const plain = Math.round((cached * price.input) / PICO_PER_NANO);
  return plain - cost.parts.cacheRead - cost.parts.cacheWrite5m - cost.parts.cacheWrite1h;
}
