import { expect, it } from 'vitest';
import type { SpendCaps } from '../../../src/domain/spendCaps.ts';
import { SpendMarks } from '../../../src/vscode/budgets/spendMarks.ts';

const cap = { amount: 100, action: 'warn' } as const;
const caps: SpendCaps = { request: cap, task: cap, day: cap };
const day = (spend: number, key = 'day 1') => ({ day: { key, spend } });

it('each mark is told once, the highest alone', () => {
  const marks = new SpendMarks();
  expect(marks.pass(caps, day(79))).toEqual([]);
  expect(marks.pass(caps, day(80))).toEqual([{ key: 'day 1', span: 'day', mark: 80, spend: 80, amount: 100 }]);
  expect(marks.pass(caps, day(90))).toEqual([]);
  expect(marks.pass(caps, day(120))).toMatchObject([{ mark: 100 }]);
  expect(marks.pass(caps, day(200))).toEqual([]);
});

it('a new day, and a new task, begin anew', () => {
  const marks = new SpendMarks();
  marks.pass(caps, day(100));
  expect(marks.pass(caps, day(85, 'day 2'))).toMatchObject([{ mark: 80 }]);
  expect(marks.pass(caps, { task: { key: 'task a', spend: 96 } })).toMatchObject([{ span: 'task', mark: 95 }]);
});

it('a cap that is raised has marks of its own', () => {
  const marks = new SpendMarks();
  marks.pass(caps, day(100));
  const raised: SpendCaps = { day: { ...cap, amount: 200 } };
  expect(marks.pass(raised, day(110))).toEqual([]);
  expect(marks.pass(raised, day(170))).toMatchObject([{ mark: 80, amount: 200 }]);
});

it('a request is told of only past its cap', () => {
  const marks = new SpendMarks();
  expect(marks.pass(caps, { request: { key: 'request a', spend: 96 } })).toEqual([]);
  expect(marks.pass(caps, { request: { key: 'request b', spend: 101 } })).toMatchObject([{ mark: 100 }]);
});

it('nothing is told without a cap', () => {
  expect(new SpendMarks().pass({}, day(1000))).toEqual([]);
});

it('the last thousand are remembered', () => {
  const marks = new SpendMarks();
  const task = (key: string) => marks.pass(caps, { task: { key, spend: 96 } }).length;
  for (let number = 0; number <= 1000; number++) task(`task ${number}`);
  expect([task('task 1000'), task('task 0')]).toEqual([0, 1]);
});
