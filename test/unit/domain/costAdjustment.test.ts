import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustCost } from '../../../src/domain/costAdjustment.ts';
import { costOf } from '../../../src/domain/pricing.ts';
import { repriced } from '../../../src/domain/repricing.ts';
import { spendRecord } from '../storage/support.ts';

const USAGE = {
  inputTokens: 10,
  outputTokens: 5,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  raw: {},
};
const PRICE = { input: 1_000_000, output: 2_000_000, source: 'test' };

describe('discount and margin', () => {
  it('take off first, then put on what is left; the parts explain the total to the last nano-dollar', () => {
    expect(adjustCost(1000, { discount: 0.1, marginPart: 0.5, marginFixed: 7 })).toEqual({
      total: 1357,
      original: 1000,
      discount: 100,
      margin: 457,
    });
    const adjustment = fc.record({
      discount: fc.double({ min: 0, max: 1, noNaN: true }),
      marginPart: fc.double({ min: 0, max: 5, noNaN: true }),
      marginFixed: fc.nat(),
    });
    fc.assert(
      fc.property(fc.nat(), adjustment, (original, given) => {
        const cost = adjustCost(original, given);
        expect(cost.total).toBe(original - cost.discount + cost.margin);
        expect(Number.isInteger(cost.total) && cost.total >= 0).toBe(true);
      }),
    );
  });

  it('leave an unknown cost unknown', () => {
    const price = { input: 1, source: 'test', adjustment: { discount: 0, marginPart: 1, marginFixed: 5 } };
    expect(costOf(USAGE, price)).toBeUndefined();
  });
});

describe('prices by time', () => {
  it('replace the price of the tokens, each for its side', () => {
    const cost = costOf(USAGE, { ...PRICE, outputPerSecond: 4_000_000_000 }, 2.5);
    expect(cost).toMatchObject({ total: 10_000 + 10_000_000, parts: { input: 10_000, output: 10_000_000 } });
    expect(costOf(USAGE, { outputPerSecond: 1, source: 'test' }, 1)).toBeUndefined();
    expect(costOf(USAGE, { inputPerSecond: 1000, outputPerSecond: 1000, source: 'test' }, 3)?.total).toBe(6);
  });
});

describe('pricing a row anew', () => {
  const row = spendRecord({ usage: USAGE, price: PRICE, ...costFields(PRICE) });

  it('gives the cost at the new price, and nothing where that is the old one', () => {
    const twice = { ...PRICE, input: 2_000_000 };
    expect(repriced(row, twice)).toMatchObject({ cost: 30_000, costParts: { input: 20_000 } });
    expect(repriced(row, PRICE)).toBeUndefined();
  });

  it('knows a cost that was unknown, and never forgets one', () => {
    const unknown = spendRecord({ usage: USAGE, price: undefined, cost: undefined, costParts: undefined });
    expect(repriced(unknown, PRICE)?.cost).toBe(20_000);
    expect(repriced(row, undefined)).toBeUndefined();
    expect(repriced(row, { input: 5, source: 'half' })).toBeUndefined();
    expect(repriced(spendRecord({ usage: undefined, cost: undefined }), PRICE)).toBeUndefined();
  });

  it('leaves an answer that two models wrote alone: one price cannot stand for both parts', () => {
    const continued = spendRecord({ ...row, metadata: { broken_off_parts: [{ model: 'the first' }] } });
    expect(repriced(continued, { ...PRICE, input: 2_000_000 })).toBeUndefined();
  });

  it('keeps the discount of its time and the service tier that it was served by', () => {
    const adjustment = { discount: 0.5, marginPart: 0, marginFixed: 0 };
    const discounted = spendRecord({ ...row, price: { ...PRICE, adjustment }, cost: 10_000 });
    expect(repriced(discounted, { ...PRICE, input: 2_000_000 })?.cost).toBe(15_000);
    const flex = spendRecord({ ...row, serviceTier: 'flex' });
    expect(repriced(flex, PRICE)).toBeUndefined();
    expect(repriced(flex, { ...PRICE, serviceTiers: { flex: { input: 0, output: 1_000_000 } } })?.cost).toBe(5000);
  });
});

function costFields(price: typeof PRICE) {
  const cost = costOf(USAGE, price);
  return { cost: cost?.total, costParts: cost?.parts };
}
