import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../../src/protocol/api.ts';
import { assignColours, MAX_SERIES } from '../../../webview-ui/src/series/colours.ts';
import { toCostSeries } from '../../../webview-ui/src/series/costSeries.ts';
import { rankModels } from '../../../webview-ui/src/series/ranking.ts';
import { roundTicks } from '../../../webview-ui/src/series/ticks.ts';
import { changeOf, hitRate } from '../../../webview-ui/src/series/totals.ts';

function bucket(day: string, modelGroup: string, cost: number, more: Partial<Bucket> = {}): Bucket {
  return {
    day,
    modelGroup,
    cost,
    requests: 1,
    failures: 0,
    fallbacks: 0,
    unknownCostRequests: 0,
    cacheSavings: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    ...more,
  };
}

const DAYS = ['2026-11-20', '2026-11-21'] as const;

describe('cost by model and day', () => {
  it('has one series for each model, dearest first, and one row for each day', () => {
    const { series, rows } = toCostSeries([bucket(DAYS[1], 'a', 2), bucket(DAYS[1], 'b', 5)], DAYS, []);
    expect(series.map(({ name, total }) => [name, total])).toEqual([
      ['b', 5],
      ['a', 2],
    ]);
    expect(rows.map(({ day, costs, total }) => [day, costs, total])).toEqual([
      [DAYS[0], [0, 0], 0],
      [DAYS[1], [5, 2], 7],
    ]);
  });

  it('gathers all beyond six models in one more series', () => {
    const buckets = Array.from({ length: 9 }, (_, index) => bucket(DAYS[0], `m${index}`, 10 - index));
    const { series, rows } = toCostSeries(buckets, DAYS, []);
    expect(series).toHaveLength(MAX_SERIES + 1);
    expect(series.at(-1)).toMatchObject({ name: undefined, total: 4 + 3 + 2 });
    expect(rows[0]?.costs.at(-1)).toBe(9);
  });

  it('leaves out models without a known cost and counts their requests', () => {
    const { series, rows } = toCostSeries([bucket(DAYS[0], 'local', 0, { unknownCostRequests: 3 })], DAYS, []);
    expect(series).toEqual([]);
    expect(rows[0]).toMatchObject({ total: 0, unknown: 3 });
  });

  it('loses no money: the series of a row add up to its total', () => {
    const buckets = fc.array(
      fc.record({ group: fc.integer({ min: 0, max: 12 }), day: fc.constantFrom(...DAYS), cost: fc.nat(1e12) }),
    );
    fc.assert(
      fc.property(buckets, (drawn) => {
        const { rows } = toCostSeries(
          drawn.map(({ day, group, cost }) => bucket(day, `m${group}`, cost)),
          DAYS,
          [],
        );
        for (const row of rows) expect(row.costs.reduce((sum, cost) => sum + cost, 0)).toBe(row.total);
      }),
    );
  });
});

describe('colours', () => {
  const configured = ['a', 'b', 'c'];

  it('stay with a model whatever else is shown', () => {
    const all = assignColours(['a', 'b', 'c'], configured);
    expect(assignColours(['c'], configured).get('c')).toBe(all.get('c'));
    expect(assignColours(['c', 'a'], configured).get('c')).toBe(all.get('c'));
  });

  it('are all different', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: MAX_SERIES });
    fc.assert(
      fc.property(names, (drawn) => {
        expect(new Set(assignColours(drawn, configured).values()).size).toBe(drawn.length);
      }),
    );
  });

  it('are never red', () => {
    expect([...assignColours(['1', '2', '3', '4', '5', '6'], []).values()].join()).not.toContain('red');
  });
});

describe('ranking', () => {
  it('keeps the rest as one row when there are too many', () => {
    const buckets = ['a', 'b', 'c', 'd'].map((name, index) => bucket(DAYS[0], name, 0, { requests: 8 >> index }));
    expect(rankModels(buckets, 'requests', 3).map(({ name, value, share }) => [name, value, share])).toEqual([
      ['a', 8, 1],
      ['b', 4, 0.5],
      [undefined, 3, 0.375],
    ]);
    expect(rankModels(buckets, 'requests', 4).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts every token, cached ones too', () => {
    const counts = { inputTokens: 1, cacheReadTokens: 2, cacheWriteTokens: 3, outputTokens: 4 };
    expect(rankModels([bucket(DAYS[0], 'a', 0, counts)], 'tokens', 3)[0]?.value).toBe(10);
  });

  it('is empty for no requests', () => {
    expect(rankModels([], 'cost', 3)).toEqual([]);
  });
});

describe('axis ticks', () => {
  it.each([
    [8.9, [0, 3, 6, 9]],
    [6.56, [0, 2.5, 5, 7.5]],
    [0.05, [0, 0.02, 0.04, 0.06]],
    [3, [0, 1, 2, 3]],
    [0, [0, 1]],
  ])('for %d are %j', (max, ticks) => {
    expect(roundTicks(max)).toEqual(ticks);
  });

  it('start at zero and reach the largest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (max) => {
        const ticks = roundTicks(max);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * 0.99999);
        expect(ticks.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('totals', () => {
  it('give the share of the input that came from a cache', () => {
    expect(hitRate({ inputTokens: 5, cacheReadTokens: 90, cacheWriteTokens: 5 })).toBe(0.9);
    expect(hitRate({ inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 })).toBeUndefined();
  });

  it('give no change where there was nothing before', () => {
    expect(changeOf(82, 100)).toBeCloseTo(-0.18);
    expect(changeOf(5, 0)).toBeUndefined();
  });
});
