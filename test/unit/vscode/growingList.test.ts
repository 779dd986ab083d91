import { expect, it } from 'vitest';
import { GrowingList, readPages } from '../../../src/vscode/trees/growingList.ts';

const rows = Array.from({ length: 120 }, (_, at) => at);

it('shows a page, and one more each time that somebody asks', () => {
  const list = new GrowingList(50);
  expect(list.shown).toBe(50);
  list.grow();
  list.grow();
  expect(list.shown).toBe(150);
  list.reset();
  expect(list.shown).toBe(50);
});

it.each([
  [
    70,
    [
      [50, 0],
      [20, 50],
    ],
  ],
  [50, [[50, 0]]],
  // The third page is short: there are no more.
  [
    200,
    [
      [50, 0],
      [50, 50],
      [50, 100],
    ],
  ],
])('reads %i rows in pages as large as they may be', async (wanted, pages) => {
  const asked: number[][] = [];
  const read = await readPages(wanted, 50, async (limit, offset) => {
    asked.push([limit, offset]);
    return rows.slice(offset, offset + limit);
  });
  expect(asked).toEqual(pages);
  expect(read).toEqual(rows.slice(0, wanted));
});
