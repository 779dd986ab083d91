import { expect, it } from 'vitest';
import { doneInTurns, madeInTurns } from '../../../src/domain/turns.ts';

/** Turns of the event loop that others had while `work` ran. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let running = true;
  const count = (): void => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  await work();
  running = false;
  return turns;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const double = (some: readonly number[]) => some.map((value) => 2 * value);

it('makes the same of values in their order, some in each turn of the event loop', async () => {
  let made: readonly number[] = [];
  const turns = await turnsDuring(async () => {
    made = await madeInTurns(numbers(1001), double, 100);
  });
  expect(made).toEqual(double(numbers(1001)));
  expect(turns).toBeGreaterThanOrEqual(10);
});

it('makes few at once', async () => {
  const sizes: number[] = [];
  const turns = await turnsDuring(() => madeInTurns(numbers(100), (some) => [sizes.push(some.length)], 100));
  expect([sizes, turns]).toEqual([[100], 0]);
});

it('fails as its maker does', async () => {
  const failing = madeInTurns(numbers(10), () => Promise.reject(new Error('no')), 3);
  await expect(failing).rejects.toThrow('no');
});

it('does one after the other, some in each turn', async () => {
  const done: number[] = [];
  const turns = await turnsDuring(() =>
    doneInTurns(
      numbers(100),
      async (value) => {
        done.push(value);
      },
      10,
    ),
  );
  expect(done).toEqual(numbers(100));
  expect(turns).toBeGreaterThanOrEqual(9);
});
