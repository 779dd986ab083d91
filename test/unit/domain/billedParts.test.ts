import { describe, expect, it } from 'vitest';
import { billPart, sumBills, sumUsage } from '../../../src/domain/billedParts.ts';
import type { TokenUsage } from '../../../src/domain/chat.ts';

function usage(inputTokens: number, outputTokens: number, rest: Partial<TokenUsage> = {}): TokenUsage {
  const cache = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
  return { inputTokens, outputTokens, ...cache, raw: { inputTokens }, ...rest };
}

describe('an answer of several parts', () => {
  it('has the tokens of all of them, and their own figures side by side', () => {
    const sum = sumUsage([usage(10, 1, { cacheReadTokens: 5 }), usage(20, 2, { reasoningTokens: 1 })]);
    expect(sum).toMatchObject({ inputTokens: 30, outputTokens: 3, cacheReadTokens: 5, reasoningTokens: 1 });
    expect(sum.raw).toEqual({ parts: [{ inputTokens: 10 }, { inputTokens: 20 }] });
  });

  it('of one part is that part', () => {
    const only = usage(10, 1);
    expect(sumUsage([only])).toBe(only);
  });

  it('costs what each part costs at its own price', () => {
    const cheap = billPart('a', usage(1000, 0), { input: 1_000_000, output: 2_000_000, source: 'config' });
    const dear = billPart('b', usage(1000, 100), { input: 3_000_000, output: 15_000_000, source: 'config' });
    expect(sumBills([cheap, dear])).toMatchObject({
      cost: 1_000_000 + 3_000_000 + 1_500_000,
      costParts: { input: 4_000_000, output: 1_500_000 },
    });
  });

  it('costs an unknown amount as soon as one price is not known', () => {
    const known = billPart('a', usage(1000, 0), { input: 1_000_000, output: 2_000_000, source: 'config' });
    expect(sumBills([known, billPart('b', usage(1, 1), undefined)])).toEqual({
      cost: undefined,
      costParts: undefined,
      cacheSavings: undefined,
    });
  });
});
