import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUsd, toUsd } from '../../../src/domain/money.ts';

describe('dollars in nano-USD', () => {
  it('are exact to the nano', () => {
    expect(fromUsd(0.000_000_001)).toBe(1);
    expect(fromUsd(12.345_678_912)).toBe(12_345_678_912);
    expect(toUsd(fromUsd(0.1))).toBe(0.1);
  });

  it('are an integer that adds up exactly, whatever somebody takes for a budget', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (usd) => {
        const nano = fromUsd(usd);
        expect(Number.isSafeInteger(nano)).toBe(true);
        expect(Math.sign(nano) * Math.sign(usd)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(fromUsd(1e308)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
