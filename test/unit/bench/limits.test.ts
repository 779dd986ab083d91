import { expect, test } from 'vitest';
import { limitFor, regressions } from '../../bench/limits.ts';
import { atLeast, atMost, boundText, type Goal, isMet, noWorse, type Row } from '../../bench/row.ts';

function row(goal: Goal | undefined, value: number): Row {
  return { what: 'a figure', against: 'another', goal, value, figure: `${value} of it`, values: {} };
}

test('a goal is met from its bound on', () => {
  expect(isMet(row(atLeast(0.8), 0.8))).toBe(true);
  expect(isMet(row(atLeast(0.8), 0.79))).toBe(false);
  expect(isMet(row(atMost(3, ' ms'), 3))).toBe(true);
  expect(isMet(row(atMost(3, ' ms'), 3.1))).toBe(false);
});

test('a figure without a bound is neither met nor missed, and says no goal', () => {
  expect(isMet(row(undefined, 1))).toBeUndefined();
  expect(isMet(row(noWorse(' ms'), 1))).toBeUndefined();
  expect(boundText(noWorse(' ms'))).toBe('');
  expect(boundText(noWorse(' ms'), 120)).toBe('<= 120 ms');
});

test('a limit leaves a quarter of room on the side of the worse', () => {
  expect(limitFor(row(atLeast(5, 'x'), 8))).toBe(6);
  expect(limitFor(row(atMost(500, ' ms'), 400))).toBe(500);
});

test('beside a figure near zero, or below it, there is some room still', () => {
  expect(limitFor(row(atMost(1, ' ms'), 0.02))).toBe(0.12);
  expect(limitFor(row(atMost(1, ' ms'), -0.2))).toBe(-0.1);
});

test('a figure is behind when it is worse than its limit, whatever its goal', () => {
  const limits = { 'a figure | another': 0.3 };
  expect(regressions([row(atLeast(0.8), 0.31)], limits)).toEqual([]);
  expect(regressions([row(atLeast(0.8), 0.29)], limits)).toEqual(['a figure | another: 0.29 of it, allowed is >= 0.3']);
});

test('a figure without a limit has its goal as its limit', () => {
  expect(regressions([row(atMost(3, 'x'), 2)], {})).toEqual([]);
  expect(regressions([row(atMost(3, 'x'), 4)], {})).toEqual(['a figure | another: 4 of it, allowed is <= 3x']);
  expect(regressions([row(undefined, 4)], {})).toEqual([]);
});
