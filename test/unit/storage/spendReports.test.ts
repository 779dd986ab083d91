import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import type { SpendDimension } from '../../../src/domain/spendReports.ts';
import { NOON, openTestLedger, spendRecord } from './support.ts';

const DAY = 86_400_000;

const someRecord = fc
  .record({
    startedAt: fc.integer({ min: NOON - 3 * DAY, max: NOON + 3 * DAY }),
    token: fc.constantFrom('token-1', 'token-2'),
    userId: fc.constantFrom(undefined, 'ann', 'bob'),
    teamId: fc.constantFrom(undefined, 'blue'),
    model: fc.constantFrom(undefined, 'm1', 'm2'),
    cost: fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined }),
    status: fc.constantFrom('success' as const, 'failure' as const),
    tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }),
  })
  .map((values) => spendRecord({ ...values, httpStatus: values.status === 'failure' ? 429 : 200 }));

const someRecords = fc
  .array(someRecord, { maxLength: 30 })
  .map((records) => records.map((record, index) => ({ ...record, callId: `call-${index}` })));

function valueOfRecord(record: SpendRecord, dimension: SpendDimension): string {
  if (dimension === 'day') return new Date(record.startedAt).toISOString().slice(0, 10);
  if (dimension === 'tag') throw new Error('a record has several');
  return record[dimension] ?? '';
}

async function ledgerWith(records: readonly SpendRecord[]) {
  const ledger = await openTestLedger();
  await Promise.all(records.map((record) => ledger.spend.settle(record)));
  return ledger;
}

describe('sums per day', () => {
  it('equal the sums over the rows, by any dimensions', async () => {
    const dimensions = fc.subarray<SpendDimension>(['day', 'token', 'userId', 'teamId', 'model', 'provider']);
    await fc.assert(
      fc.asyncProperty(someRecords, dimensions, async (records, by) => {
        const ledger = await ledgerWith(records);
        const expected = new Map<string, { requests: number; cost: number; unknown: number }>();
        for (const record of records) {
          const name = JSON.stringify(by.map((dimension) => valueOfRecord(record, dimension)));
          const known = expected.get(name) ?? { requests: 0, cost: 0, unknown: 0 };
          expected.set(name, {
            requests: known.requests + 1,
            cost: known.cost + (record.cost ?? 0),
            unknown: known.unknown + (record.cost === undefined ? 1 : 0),
          });
        }
        const groups = await ledger.reports.sums(by, {});
        const found = groups.map(({ of, requests, cost, unknownCostRequests: unknown }) => [
          JSON.stringify(by.map((dimension) => of[dimension])),
          { requests, cost, unknown },
        ]);
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
        await ledger.close();
      }),
      { numRuns: 40 },
    );
  });

  it('count a request under each of its tags, once', async () => {
    const ledger = await ledgerWith([
      spendRecord({ callId: '1', tags: ['a', 'b', 'a'], cost: 10 }),
      spendRecord({ callId: '2', tags: ['b'], cost: 5 }),
      spendRecord({ callId: '3', tags: [], cost: 1 }),
    ]);
    const tags = await ledger.reports.sums(['tag'], {});
    expect(tags.map(({ of, requests, cost }) => [of.tag, requests, cost])).toEqual([
      ['b', 2, 15],
      ['a', 1, 10],
    ]);
  });

  it('take days that begin in the range, and only the values asked for', async () => {
    const ledger = await ledgerWith([
      spendRecord({ callId: '1', startedAt: NOON - DAY, userId: 'ann' }),
      spendRecord({ callId: '2', startedAt: NOON, userId: 'ann' }),
      spendRecord({ callId: '3', startedAt: NOON, userId: 'bob' }),
    ]);
    const from = NOON - (NOON % DAY);
    const groups = await ledger.reports.sums(['userId'], { from, to: from + DAY, userId: ['ann', "' or 1=1 --"] });
    expect(groups.map(({ of, requests }) => [of.userId, requests])).toEqual([['ann', 1]]);
    expect(await ledger.reports.sums([], { userId: [] })).toEqual([]);
  });

  it('count refusals for too many requests by day and deployment', async () => {
    const refused = { status: 'failure' as const, httpStatus: 429 };
    const ledger = await ledgerWith([
      spendRecord({ callId: '1', ...refused, modelId: 'one' }),
      spendRecord({ callId: '2', ...refused, modelId: 'one' }),
      spendRecord({ callId: '3', ...refused, modelId: 'two', modelGroup: 'other' }),
      spendRecord({ callId: '4', status: 'failure', httpStatus: 500 }),
    ]);
    const range = { from: NOON - DAY, to: NOON + DAY };
    expect(await ledger.reports.rateLimits({ ...range, modelGroup: undefined })).toEqual([
      { day: '2025-10-20', apiBase: '', modelId: 'one', count: 2 },
      { day: '2025-10-20', apiBase: '', modelId: 'two', count: 1 },
    ]);
    expect(await ledger.reports.rateLimits({ ...range, modelGroup: 'other' })).toHaveLength(1);
  });
});

describe('rows that are older than the sums', () => {
  it('are added after the opening, each once, beside new ones', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'torii-backfill-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const file = join(directory, 'torii.db');
    await fc.assert(
      fc.asyncProperty(someRecords, async (records) => {
        rmSync(file, { force: true });
        const first = await openTestLedger({ file });
        await Promise.all(records.map((record) => first.spend.settle(record)));
        const all = (ledger: typeof first) =>
          Promise.all([ledger.reports.sums(['day', 'userId', 'model'], {}), ledger.reports.sums(['tag', 'token'], {})]);
        const before = await all(first);
        await first.close();
        forgetDays(file);
        const second = await openTestLedger({ file });
        await second.backfilled;
        expect(await all(second)).toEqual(before);
        await second.spend.settle(spendRecord({ callId: 'new', cost: 7 }));
        await second.close();
        const third = await openTestLedger({ file });
        await third.backfilled;
        const [total] = await third.reports.sums([], {});
        expect(total?.requests).toBe(records.length + 1);
        await third.close();
      }),
      { numRuns: 10 },
    );
  });
});

/** As the migration leaves a ledger of an older version. */
function forgetDays(file: string): void {
  const sqlite = new Database(file);
  sqlite.exec(`delete from spend_days; delete from spend_tag_days;
    update backfills set done_row = 0, last_row = (select coalesce(max(rowid), 0) from spend_logs)`);
  sqlite.close();
}
