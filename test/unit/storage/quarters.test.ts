import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUARTER_MS, quarterOf, splitAtQuarters } from '../../../src/storage/quarters.ts';

const Q = QUARTER_MS;

describe('splitting a range at quarters of an hour', () => {
  it.each([
    ['aligned', { from: Q, to: 3 * Q }, { from: Q, to: 3 * Q }, []],
    ['inside one slot', { from: 5, to: 9 }, undefined, [{ from: 5, to: 9 }]],
    ['over one boundary', { from: Q - 1, to: Q + 1 }, undefined, [{ from: Q - 1, to: Q + 1 }]],
    [
      'ragged at both ends',
      { from: 1, to: 3 * Q + 1 },
      { from: Q, to: 3 * Q },
      [
        { from: 1, to: Q },
        { from: 3 * Q, to: 3 * Q + 1 },
      ],
    ],
    ['open at the start', { from: undefined, to: Q }, { from: undefined, to: Q }, []],
    ['open at the end', { from: Q, to: undefined }, { from: Q, to: undefined }, []],
    ['open', { from: undefined, to: undefined }, { from: undefined, to: undefined }, []],
    ['empty', { from: 7, to: 7 }, undefined, []],
    ['turned round', { from: 2 * Q, to: Q }, undefined, []],
  ])('%s', (_name, range, whole, edges) => {
    expect(splitAtQuarters(range)).toEqual({ whole, edges });
  });

  it('gives every instant of the range to exactly one part', () => {
    const bound = fc.integer({ min: -4 * Q, max: 4 * Q });
    fc.assert(
      fc.property(bound, bound, bound, (from, to, instant) => {
        const { whole, edges } = splitAtQuarters({ from, to });
        const holds = (start: number | undefined, end: number | undefined, at: number) =>
          at >= (start ?? from) && at < (end ?? to);
        const inWhole = whole !== undefined && holds(whole.from, whole.to, quarterOf(instant));
        const parts = edges.filter((edge) => holds(edge.from, edge.to, instant)).length + (inWhole ? 1 : 0);
        expect(parts).toBe(instant >= from && instant < to ? 1 : 0);
      }),
    );
  });
});
