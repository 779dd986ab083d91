import { expect, it } from 'vitest';
import { Cooldowns } from '../../../../src/gateway/cooldowns.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const ids = Array.from({ length: 6000 }, (_, index) => `deployment-${index}`);

it('remembers 5000 rests at most: names that a wildcard serves have no end', () => {
  const cooldowns = new Cooldowns(new ManualClock(0));
  for (const id of ids) cooldowns.cool(id, 3_600_000, 'it was away');
  const resting = ids.filter((id) => cooldowns.until(id) !== undefined);
  expect(resting.length).toBeLessThanOrEqual(5000);
  expect(resting.length).toBeGreaterThan(4000);
  expect(resting.at(-1)).toBe(ids.at(-1));
});

it('forgets rests that are over before any other', async () => {
  const clock = new ManualClock(0);
  const cooldowns = new Cooldowns(clock);
  cooldowns.cool('long', 3_600_000, 'it was away');
  for (const id of ids.slice(0, 3000)) cooldowns.cool(id, 1000, 'it was away');
  await clock.advance(2000);
  for (const id of ids.slice(3000)) cooldowns.cool(id, 1000, 'it was away');
  expect(cooldowns.reasonOf('long')).toBe('it was away');
});

it('never shortens a rest', () => {
  const cooldowns = new Cooldowns(new ManualClock(0));
  cooldowns.cool('one', 5000, 'first');
  cooldowns.cool('one', 1000, 'second');
  expect(cooldowns.until('one')).toBe(5000);
});
