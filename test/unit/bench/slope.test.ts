import { describe, expect, it } from 'vitest';
import { judge, slope } from '../../bench/slope.ts';

const series = (values: readonly number[]) => judge({ name: 'MB', values, part: 0.1, least: 5 });

describe('the slope of a series', () => {
  it.each([
    [[], 0],
    [[7], 0],
    [[1, 2, 3, 4], 1],
    [[4, 3, 2, 1], -1],
    // One peak does not make a slope.
    [[1, 1, 1, 100, 1, 1, 1], 0],
  ])('of %j is %d', (values, expected) => {
    expect(slope(values)).toBe(expected);
  });
});

describe('the verdict of a soak', () => {
  it('is flat where the level holds after the warm-up', () => {
    expect(series([20, 60, 90, 100, 101, 99, 100, 102, 100])).toMatchObject({ flat: true, allowed: 10 });
  });

  it('is not where it keeps growing, by however even steps', () => {
    const leaking = Array.from({ length: 20 }, (_, interval) => 100 + 2 * interval);
    expect(series(leaking)).toMatchObject({ flat: false, growth: 26 });
  });

  it('leaves intervals without a figure out', () => {
    expect(series([Number.NaN, 10, 10, Number.NaN, 10, 10]).growth).toBe(0);
  });
});
