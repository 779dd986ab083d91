import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { stepOf, timeSteps } from '../../../src/storage/timeSteps.ts';
import { NOON, openTestLedger, spendRecord } from './support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function ledgerOf(records: readonly Partial<SpendRecord>[]): Promise<Ledger> {
  const ledger = await openTestLedger();
  for (const [index, values] of records.entries()) {
    const startedAt = values.startedAt ?? NOON;
    const times = { firstTokenAt: startedAt + 200, endedAt: startedAt + 1000 };
    await ledger.spend.settle(spendRecord({ callId: `call-${index}`, ...times, ...values, startedAt }));
  }
  return ledger;
}

const failed = (kind: 'rate-limit' | 'timeout', values: Partial<SpendRecord> = {}): Partial<SpendRecord> => ({
  status: 'failure',
  httpStatus: kind === 'timeout' ? 504 : 429,
  error: { kind, code: kind === 'timeout' ? undefined : 'ThrottlingException', message: `${kind} at first` },
  cost: undefined,
  ...values,
});

describe('speed over time', () => {
  it('has a point for each hour and model that answered, and one for all of them', async () => {
    const ledger = await ledgerOf([
      { startedAt: NOON + 60_000, endedAt: NOON + 61_000 },
      { startedAt: NOON + 120_000, endedAt: NOON + 123_000 },
      { startedAt: NOON + 130_000, endedAt: NOON + 139_000, modelGroup: 'nova' },
      { startedAt: NOON + 3 * HOUR, endedAt: NOON + 3 * HOUR + 7000, firstTokenAt: undefined },
      failed('timeout', { startedAt: NOON + 4 * HOUR }),
    ]);
    const speed = await ledger.insights.speed({ from: NOON, to: NOON + DAY, timeZone: 'UTC' });
    expect(speed).toMatchObject({ step: 'hour', oneIn: 1 });
    expect(
      speed.all.map(({ start, measured, durationP50, durationP95 }) => [start, measured, durationP50, durationP95]),
    ).toEqual([
      [NOON, 3, 3000, 9000],
      [NOON + 3 * HOUR, 1, 7000, 7000],
    ]);
    expect(speed.points.map(({ start, modelGroup, durationP50 }) => [start, modelGroup, durationP50])).toEqual([
      [NOON, 'claude', 1000],
      [NOON, 'nova', 9000],
      [NOON + 3 * HOUR, 'claude', 7000],
    ]);
    expect(speed.all[1]?.timeToFirstTokenP50).toBeUndefined();
    await ledger.close();
  });

  it('counts output tokens after the first one: 20 in 0.8 s are 25 per second', async () => {
    const ledger = await ledgerOf([{}]);
    const { models } = await ledger.insights.speed({ from: NOON, to: NOON + DAY, timeZone: 'UTC' });
    expect(models).toMatchObject([{ modelGroup: 'claude', measured: 1, tokensPerSecondP50: 25 }]);
    await ledger.close();
  });

  it('is measured on one of n answers where there are many, from all of the time', async () => {
    const answers = Array.from({ length: 20_002 }, (_, index) => ({
      startedAt: NOON + index * 100,
      endedAt: NOON + index * 100 + 1000,
    }));
    const ledger = await ledgerOf(answers);
    const range = { from: NOON, to: NOON + DAY, timeZone: 'UTC' };
    const { oneIn, all, models } = await ledger.insights.speed(range);
    expect(oneIn).toBe(4);
    expect(models).toMatchObject([{ durationP50: 1000 }]);
    expect(Math.abs((models[0]?.measured ?? 0) - 20_002 / 4)).toBeLessThan(50);
    expect(all.map(({ start }) => start)).toEqual([NOON]);
    const half = await ledger.insights.speed({ ...range, to: NOON + 1_000_000 });
    expect(half).toMatchObject({ oneIn: 1, models: [{ measured: 10_000 }] });
    await ledger.close();
  });

  it('meets models that take turns alike in a sample', async () => {
    const groups = ['a', 'b', 'c', 'd'];
    const ledger = await ledgerOf(
      Array.from({ length: 20_004 }, (_, index) => ({
        startedAt: NOON + index,
        endedAt: NOON + index + 1000,
        modelGroup: groups[index % 4] ?? '',
      })),
    );
    const { oneIn, models } = await ledger.insights.speed({ from: NOON, to: NOON + DAY, timeZone: 'UTC' });
    expect(oneIn).toBe(4);
    expect(models.map(({ modelGroup }) => modelGroup).toSorted()).toEqual(groups);
    for (const { measured } of models) expect(Math.abs(measured - 20_004 / 16)).toBeLessThan(125);
    await ledger.close();
  });

  it('is by local day where more than two days are asked for', async () => {
    const midnight = Date.UTC(2025, 9, 20, 15);
    const ledger = await ledgerOf([{ startedAt: midnight - 1 }, { startedAt: midnight }]);
    const range = { from: midnight - 3 * DAY, to: midnight + DAY, timeZone: 'Asia/Tokyo' };
    const { step, all } = await ledger.insights.speed(range);
    expect([step, all.map(({ start }) => start)]).toEqual(['day', [midnight - DAY, midnight]]);
    await ledger.close();
  });
});

describe('failures', () => {
  it('that are alike are counted together, most frequent first, with the words of the newest', async () => {
    const throttled = { kind: 'rate-limit', code: 'ThrottlingException', message: 'Too many tokens' } as const;
    const ledger = await ledgerOf([
      failed('rate-limit', { startedAt: NOON }),
      failed('rate-limit', { startedAt: NOON + 2000, error: throttled, callId: 'newest' }),
      failed('rate-limit', { startedAt: NOON + 1000 }),
      failed('timeout', { startedAt: NOON + 5 * HOUR, modelGroup: 'nova' }),
      { startedAt: NOON + 10 },
    ]);
    const { groups, buckets } = await ledger.insights.failures(
      { from: NOON, to: NOON + DAY, timeZone: 'UTC' },
      undefined,
    );
    expect(groups).toMatchObject([
      {
        kind: 'rate-limit',
        code: 'ThrottlingException',
        httpStatus: 429,
        count: 3,
        lastAt: NOON + 2000,
        callId: 'newest',
        message: 'Too many tokens',
      },
      { kind: 'timeout', code: undefined, modelGroup: 'nova', count: 1 },
    ]);
    expect(buckets).toEqual([
      { start: NOON, kind: 'rate-limit', count: 3 },
      { start: NOON + 5 * HOUR, kind: 'timeout', count: 1 },
    ]);
    await ledger.close();
  });

  it('can be those of one model', async () => {
    const ledger = await ledgerOf([failed('timeout'), failed('timeout', { modelGroup: 'nova' })]);
    const { groups } = await ledger.insights.failures({ from: NOON, to: NOON + DAY, timeZone: 'UTC' }, 'nova');
    expect(groups.map(({ modelGroup, count }) => [modelGroup, count])).toEqual([['nova', 1]]);
    await ledger.close();
  });
});

describe('steps of time', () => {
  it('hold every instant of their range: the last one that begins before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 * DAY }), fc.nat({ max: 40 * DAY }), (length, offset) => {
        const range = { from: NOON, to: NOON + length, timeZone: 'Europe/Berlin' };
        const { starts } = timeSteps(range);
        const instant = NOON + (offset % length);
        expect(stepOf(instant, starts)).toBe(starts.findLast((start) => start <= instant));
      }),
    );
  });
});
