import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import type { SpendDimension } from '../../../src/domain/spendReports.ts';
import { type Connection, connect } from '../../../src/storage/connection.ts';
import { MIGRATIONS } from '../../../src/storage/migrations.ts';
import { migrate } from '../../../src/storage/migrator.ts';
import { toSpendRow } from '../../../src/storage/spendRow.ts';
import { SqliteSpendReports } from '../../../src/storage/sqliteSpendReports.ts';
import { SqliteSumReads } from '../../../src/storage/sqliteSumReads.ts';
import { SUM_COLUMNS, toSums } from '../../../src/storage/sums.ts';
import { NOON, openTestLedger, spendRecord } from './support.ts';

const DAY = 86_400_000;

const someRecord = fc
  .record({
    startedAt: fc.integer({ min: NOON - 3 * DAY, max: NOON + 3 * DAY }),
    token: fc.constantFrom('token-1', 'token-2'),
    userId: fc.constantFrom(undefined, 'ann', 'bob'),
    teamId: fc.constantFrom(undefined, 'blue'),
    endUser: fc.constantFrom(undefined, '', 'acme', 'initech'),
    model: fc.constantFrom(undefined, 'm1', 'm2'),
    cost: fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined }),
    status: fc.constantFrom('success' as const, 'failure' as const),
    tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }),
  })
  .map((values) => spendRecord({ ...values, httpStatus: values.status === 'failure' ? 429 : 200 }));

const someRecords = fc
  .array(someRecord, { maxLength: 30 })
  .map((records) => records.map((record, index) => ({ ...record, callId: `call-${index}` })));

type Asked = Partial<Record<'endUser' | 'tag' | 'userId', string[]>>;

/** Sums over the rows themselves: one entry for each of a row's tags where tags are asked for. */
function expectedGroups(records: readonly SpendRecord[], by: readonly SpendDimension[], filter: Asked) {
  const groups = new Map<string, [string, number, number, number]>();
  for (const record of records) {
    const { endUser = '', userId = '' } = record;
    if (filter.endUser?.includes(endUser) === false || filter.userId?.includes(userId) === false) continue;
    const tagged = by.includes('tag') || filter.tag !== undefined;
    const tags = tagged ? [...new Set(record.tags)].filter((tag) => filter.tag?.includes(tag) ?? true) : [''];
    for (const tag of tags) {
      const name = JSON.stringify(by.map((each) => (each === 'tag' ? tag : valueOfRecord(record, each))));
      const [, requests, cost, tokens] = groups.get(name) ?? [name, 0, 0, 0];
      const more = record.usage?.outputTokens ?? 0;
      groups.set(name, [name, requests + 1, cost + (record.cost ?? 0), tokens + more]);
    }
  }
  return [...groups.values()];
}

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
    const dimensions = fc.subarray<SpendDimension>([
      'day',
      'token',
      'userId',
      'teamId',
      'endUser',
      'model',
      'provider',
    ]);
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
      { numRuns: 25 },
    );
  });

  it('of customers, tags and both equal the sums over the rows', async () => {
    const dimensions = fc.subarray<SpendDimension>(['day', 'tag', 'token', 'teamId', 'endUser', 'model']);
    const asked = fc.record(
      {
        endUser: fc.subarray(['', 'acme', 'initech', 'nobody'], { minLength: 1 }),
        tag: fc.subarray(['a', 'b', 'nothing'], { minLength: 1 }),
        userId: fc.subarray(['', 'ann'], { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(someRecords, dimensions, asked, async (records, by, filter) => {
        const ledger = await ledgerWith(records);
        const groups = await ledger.reports.sums(by, filter);
        const found = groups.map(({ of, ...sums }) => [
          JSON.stringify(by.map((dimension) => of[dimension])),
          sums.requests,
          sums.cost,
          sums.outputTokens,
        ]);
        expect(found.toSorted()).toEqual(expectedGroups(records, by, filter).toSorted());
        await ledger.close();
      }),
      { numRuns: 30 },
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
      { numRuns: 6 },
    );
  });
});

describe('a ledger from before the sums without customers', () => {
  it('has the same sums after the step, also of what an older version adds beside', async () => {
    await fc.assert(
      fc.asyncProperty(someRecords, someRecords, async (before, beside) => {
        const connection = connect(':memory:');
        const upTo = MIGRATIONS.findIndex(({ name }) => name === '012-key-days');
        const step = (migrations: typeof MIGRATIONS) =>
          migrate(connection, { migrations, now: () => NOON, backUp: () => undefined });
        step(MIGRATIONS.slice(0, upTo));
        addAsBefore(connection, before);
        step(MIGRATIONS);
        addAsBefore(connection, beside);
        const reports = new SqliteSpendReports(new SqliteSumReads(connection));
        const all = [...before, ...beside];
        for (const by of [
          ['day', 'token', 'model'],
          ['teamId', 'tag'],
          ['endUser', 'userId'],
          ['tag', 'endUser'],
        ]) {
          const groups = await reports.sums(by as SpendDimension[], {});
          const found = groups.map(({ of, requests, cost, outputTokens }) => [
            JSON.stringify(by.map((dimension) => of[dimension as SpendDimension])),
            requests,
            cost,
            outputTokens,
          ]);
          expect(found.toSorted()).toEqual(expectedGroups(all, by as SpendDimension[], {}).toSorted());
        }
        connection.sqlite.close();
      }),
      { numRuns: 8 },
    );
  });
});

/** What a version before the step writes: every row under its customer, '' for none. */
function addAsBefore({ sqlite }: Connection, records: readonly SpendRecord[]): void {
  const upsert = (table: string, columns: readonly string[]) => {
    const key = [
      ...columns,
      'day',
      'token',
      'user_id',
      'team_id',
      'end_user',
      'call_type',
      'model_group',
      'model',
      'provider',
    ];
    return sqlite.prepare(`insert into ${table} (${[...key, ...SUM_COLUMNS].join(', ')})
      values (${[...key, ...SUM_COLUMNS].map((name) => `@${name}`).join(', ')})
      on conflict (${key.join(', ')}) do update set
      ${SUM_COLUMNS.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')}`);
  };
  const addDay = upsert('spend_days', []);
  const addTagDay = upsert('spend_tag_days', ['tag']);
  for (const record of records) {
    const row = toSpendRow(record);
    const text = (value: string | null) => value ?? '';
    const day = {
      ...{ day: Math.floor(row.started_at / DAY) * DAY, token: row.token, call_type: row.call_type },
      ...{ user_id: text(row.user_id), team_id: text(row.team_id), end_user: text(row.end_user) },
      ...{ model_group: row.model_group, model: text(row.model), provider: text(row.provider) },
      ...toSums(row),
    };
    addDay.run(day);
    for (const tag of new Set(record.tags)) addTagDay.run({ ...day, tag });
  }
}

/** As the migration leaves a ledger of an older version. */
function forgetDays(file: string): void {
  const sqlite = new Database(file);
  sqlite.exec(`delete from spend_days; delete from spend_tag_days;
    delete from spend_key_days; delete from spend_tag_key_days;
    update backfills set done_row = 0, last_row = (select coalesce(max(rowid), 0) from spend_logs)`);
  sqlite.close();
}
