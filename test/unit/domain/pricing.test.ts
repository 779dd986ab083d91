import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenUsage } from '../../../src/domain/chat.ts';
import {
  cacheSavings,
  costOf,
  fromUsdPerMillion,
  fromUsdPerToken,
  type ModelPrice,
} from '../../../src/domain/pricing.ts';

const none: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  raw: undefined,
};

/** Claude 3.7 Sonnet: $3 in, $15 out, cache read $0.30, write $3.75 (5 min) and $6 (1 h) per million tokens. */
const sonnet: ModelPrice = {
  input: fromUsdPerMillion(3),
  output: fromUsdPerMillion(15),
  cacheRead: fromUsdPerMillion(0.3),
  cacheWrite5m: fromUsdPerMillion(3.75),
  cacheWrite1h: fromUsdPerMillion(6),
  source: 'test',
};

describe('costOf', () => {
  // Figures computed by hand, in nano-USD.
  const cases: readonly [string, Partial<TokenUsage>, number][] = [
    ['one million input tokens are $3', { inputTokens: 1_000_000 }, 3_000_000_000],
    ['one output token is 15 000 nano-USD', { outputTokens: 1 }, 15_000],
    ['a cache read is a tenth of the input', { cacheReadTokens: 10_000 }, 3_000_000],
    ['a five-minute write is 1.25 of the input', { cacheWrite5mTokens: 1789 }, 6_708_750],
    ['a one-hour write is twice the input', { cacheWrite1hTokens: 1789 }, 10_734_000],
    [
      'parts are added',
      { inputTokens: 3, outputTokens: 401, cacheReadTokens: 12, cacheWrite5mTokens: 1789 },
      9000 + 6_015_000 + 3600 + 6_708_750,
    ],
  ];
  it.each(cases)('%s', (_name, usage, nano) => {
    expect(costOf({ ...none, ...usage }, sonnet)?.total).toBe(nano);
  });

  it('is unknown without a price, and where a part that was used has none', () => {
    expect(costOf({ ...none, inputTokens: 1 }, undefined)).toBeUndefined();
    const { cacheRead: _, ...withoutCacheRead } = sonnet;
    expect(costOf({ ...none, cacheReadTokens: 1 }, withoutCacheRead)).toBeUndefined();
    expect(costOf({ ...none, inputTokens: 1 }, withoutCacheRead)?.total).toBe(3000);
  });

  it('is an integer, and the sum of its parts, for any usage', () => {
    const tokens = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, tokens, (input, output, read, write5m, write1h) => {
        const cost = costOf(
          {
            inputTokens: input,
            outputTokens: output,
            cacheReadTokens: read,
            cacheWrite5mTokens: write5m,
            cacheWrite1hTokens: write1h,
            raw: undefined,
          },
          sonnet,
        );
        expect(Number.isSafeInteger(cost?.total)).toBe(true);
        const { parts } = cost ?? {};
        const sum = Object.values(parts ?? {}).reduce((total: number, part: number) => total + part, 0);
        expect(cost?.total).toBe(sum);
      }),
    );
  });
});

describe('prices from the config', () => {
  it('keep fractions of a nano-dollar per token', () => {
    expect(fromUsdPerToken(3.75e-8)).toBe(37_500);
    expect(
      costOf({ ...none, inputTokens: 1_000_000 }, { input: fromUsdPerToken(3.75e-8), source: 'test' })?.total,
    ).toBe(37_500_000);
  });
});

describe('cacheSavings', () => {
  it('is what the same tokens would have cost as plain input, less what the cache cost', () => {
    expect(cacheSavings({ ...none, cacheReadTokens: 10_000 }, sonnet)).toBe(30_000_000 - 3_000_000);
  });
  it('is negative for a write that nobody read', () => {
    expect(cacheSavings({ ...none, cacheWrite5mTokens: 1000 }, sonnet)).toBe(3_000_000 - 3_750_000);
  });
});
