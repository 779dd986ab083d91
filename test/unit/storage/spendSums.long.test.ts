import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpendBucket, SpendFilter, SpendTotals } from '../../../src/domain/ports.ts';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { attempt, openTestLedger, spendRecord } from './support.ts';

/** Clocks change in this span in Europe, America and on Lord Howe (by half an hour). */
const FROM = Date.UTC(2025, 9, 3);
const TO = Date.UTC(2025, 10, 4);
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];

const anyRange = fc
  .tuple(fc.integer({ min: FROM, max: TO }), fc.integer({ min: FROM, max: TO }))
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));

const anyFilter: fc.Arbitrary<SpendFilter> = fc
  .tuple(
    fc.option(anyRange, { nil: {} }),
    fc.record(
      {
        token: fc.constantFrom('token-1', 'token-2'),
        model: fc.constantFrom('claude', 'nova', 'us.anthropic.claude'),
        userId: fc.constantFrom('ann', 'bob'),
        status: fc.constantFrom('success' as const, 'failure' as const),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([range, rest]) => ({ ...range, ...rest }));

function matches(record: SpendRecord, filter: SpendFilter): boolean {
  return (
    (filter.token === undefined || record.token === filter.token) &&
    (filter.userId === undefined || record.userId === filter.userId) &&
    (filter.status === undefined || record.status === filter.status) &&
    (filter.model === undefined || record.modelGroup === filter.model || record.model === filter.model) &&
    record.startedAt >= (filter.from ?? FROM) &&
    record.startedAt < (filter.to ?? TO + 1)
  );
}

function sum(records: readonly SpendRecord[], of: (record: SpendRecord) => number | undefined): number {
  return records.reduce((total, record) => total + (of(record) ?? 0), 0);
}

function totalsOf(records: readonly SpendRecord[]): SpendTotals {
  const fellBack = ({ status, attempts }: SpendRecord) =>
    status === 'success' && attempts.some(({ reason }) => reason === 'fallback');
  return {
    requests: records.length,
    failures: records.filter(({ status }) => status === 'failure').length,
    fallbacks: records.filter(fellBack).length,
    unknownCostRequests: records.filter(({ cost }) => cost === undefined).length,
    cost: sum(records, ({ cost }) => cost),
    cacheSavings: sum(records, ({ cacheSavings }) => cacheSavings),
    inputTokens: sum(records, ({ usage }) => usage?.inputTokens),
    outputTokens: sum(records, ({ usage }) => usage?.outputTokens),
    cacheReadTokens: sum(records, ({ usage }) => usage?.cacheReadTokens),
    cacheWriteTokens: sum(records, ({ usage }) => usage && usage.cacheWrite5mTokens + usage.cacheWrite1hTokens),
  };
}

function bucketsOf(records: readonly SpendRecord[], timeZone: string): readonly SpendBucket[] {
  const dates = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const keys = new Map<string, SpendRecord[]>();
  for (const record of records) {
    const key = `${dates.format(record.startedAt)} ${record.modelGroup}`;
    keys.set(key, [...(keys.get(key) ?? []), record]);
  }
  return [...keys.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, group]) => ({ day: key.slice(0, 10), modelGroup: key.slice(11), ...totalsOf(group) }));
}

async function ledgerWith(records: readonly SpendRecord[]) {
  const ledger = await openTestLedger();
  // Side by side: they share a commit.
  await Promise.all(records.map((record) => ledger.spend.settle(record)));
  return ledger;
}

const tokens = fc.nat({ max: 2_000_000 });

/** What sums are made of. Everything else in a row is kept as it is (spendStore.test.ts). */
const anyRecord = fc
  .record({
    startedAt: fc.integer({ min: FROM, max: TO }),
    token: fc.constantFrom('token-1', 'token-2'),
    userId: fc.constantFrom(undefined, 'ann', 'bob'),
    modelGroup: fc.constantFrom('claude', 'nova'),
    model: fc.constantFrom(undefined, 'nova', 'us.anthropic.claude'),
    provider: fc.constantFrom(undefined, 'bedrock', 'openai'),
    status: fc.constantFrom('success' as const, 'failure' as const),
    cost: fc.option(fc.nat({ max: 9_000_000_000 }), { nil: undefined }),
    cacheSavings: fc.constantFrom(undefined, -1_000_000, 0, 12_345),
    usage: fc.option(
      fc.record({
        inputTokens: tokens,
        outputTokens: tokens,
        cacheReadTokens: tokens,
        cacheWrite5mTokens: tokens,
        cacheWrite1hTokens: tokens,
        reasoningTokens: fc.constant(undefined),
        raw: fc.constant(undefined),
      }),
      { nil: undefined },
    ),
    reasons: fc.subarray(['first' as const, 'retry' as const, 'fallback' as const]),
  })
  .map(({ reasons, ...values }) => spendRecord({ ...values, attempts: reasons.map((reason) => attempt({ reason })) }));

const anyRecords = fc
  .array(anyRecord, { maxLength: 60 })
  .map((records) => records.map((record, index) => ({ ...record, callId: `call-${index}` })));

describe('sums', () => {
  it('equal the sums over the rows, for any records, range and filter', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecords, fc.array(anyFilter, { minLength: 5, maxLength: 5 }), async (records, filters) => {
        const { spend, close } = await ledgerWith(records);
        for (const filter of filters) {
          const matching = records.filter((record) => matches(record, filter));
          expect(await spend.totals(filter)).toEqual(totalsOf(matching));
          expect(await spend.count(filter)).toBe(matching.length);
        }
        await close();
      }),
      { numRuns: 30 },
    );
  });

  it('per local day equal the sums over the rows of that day, in any zone', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecords, anyRange, fc.constantFrom(...ZONES), async (records, range, timeZone) => {
        const { spend, close } = await ledgerWith(records);
        const matching = records.filter((record) => matches(record, range));
        expect(await spend.byDayAndModel({ ...range, timeZone })).toEqual(bucketsOf(matching, timeZone));
        await close();
      }),
      { numRuns: 50 },
    );
  });

  it('of an empty ledger are zero, and it has no days', async () => {
    const { spend } = await openTestLedger();
    expect(await spend.totals({})).toEqual(totalsOf([]));
    expect(await spend.byDayAndModel({ from: 0, to: TO, timeZone: 'UTC' })).toEqual([]);
  });

  it('walk only the days with data, however long the range is', async () => {
    const { spend } = await ledgerWith([spendRecord()]);
    const days = await spend.byDayAndModel({ from: 0, to: 8.64e15, timeZone: 'Asia/Tokyo' });
    expect(days.map(({ day, requests }) => [day, requests])).toEqual([['2025-10-20', 1]]);
  });

  it('refuse a time zone that does not exist', async () => {
    const { spend } = await ledgerWith([spendRecord()]);
    const days = spend.byDayAndModel({ from: 0, to: TO, timeZone: 'Mars/Olympus' });
    await expect(days).rejects.toMatchObject({ kind: 'bad-request', message: expect.stringContaining('Mars/Olympus') });
  });
});
