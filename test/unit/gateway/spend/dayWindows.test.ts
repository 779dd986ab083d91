import { expect, it } from 'vitest';
import type { DateRange } from '../../../../src/gateway/endpoints/spend/dates.ts';
import { inDayWindows } from '../../../../src/gateway/endpoints/spend/dayWindows.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const DAYS = Array.from({ length: 12 }, (_, index) => new Date(START + index * DAY_MS).toISOString().slice(0, 10));

/** Reads so many groups a day, and notes what was asked for. */
function reader(groupsPerDay: number) {
  const asked: DateRange[] = [];
  const read = async (range: DateRange) => {
    asked.push(range);
    return ((range.to - range.from) / DAY_MS) * groupsPerDay;
  };
  return { asked, read };
}

async function windowsOf(days: readonly string[], groupsPerDay: number): Promise<readonly (readonly string[])[]> {
  const windows: (readonly string[])[] = [];
  const { read } = reader(groupsPerDay);
  for await (const window of inDayWindows(days, read, (count) => count)) windows.push(window.days);
  return windows;
}

it('begins with one day, and then takes as many as their groups allow', async () => {
  expect((await windowsOf(DAYS, 400)).map(({ length }) => length)).toEqual([1, 2, 2, 2, 2, 2, 1]);
  expect((await windowsOf(DAYS, 20)).map(({ length }) => length)).toEqual([1, 11]);
  expect((await windowsOf(DAYS, 30_000)).map(({ length }) => length)).toEqual(DAYS.map(() => 1));
});

it('gives every day once, in the order that was asked for', async () => {
  expect((await windowsOf(DAYS.toReversed(), 1500)).flat()).toEqual(DAYS.toReversed());
  expect(await windowsOf([], 10)).toEqual([]);
});

it('reads whole days, and the next window while one is written', async () => {
  const { asked, read } = reader(500);
  const windows = inDayWindows(DAYS, read, (count) => count);
  await windows.next();
  expect(asked).toEqual([
    { from: START, to: START + DAY_MS },
    { from: START + DAY_MS, to: START + 3 * DAY_MS },
  ]);
});
