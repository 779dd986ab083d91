import { describe, expect, it, onTestFinished } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { type TraceCursor, type TraceFilter, type TracePage, traceSorts } from '../../../src/domain/traces.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { NOON, openTestLedger, spendRecord } from './support.ts';

const FIRST: TracePage = { limit: 3, sort: 'startedAt', ascending: false };

async function ledgerWith(records: readonly SpendRecord[]): Promise<Ledger> {
  const ledger = await openTestLedger();
  onTestFinished(() => ledger.close());
  for (const record of records) await ledger.spend.settle(record);
  return ledger;
}

/** Rows of ten tasks and three keys; every third has the same start as the one before, every fourth no cost. */
const ROWS = Array.from({ length: 23 }, (_, index) =>
  spendRecord({
    callId: `call-${String(index).padStart(2, '0')}`,
    startedAt: NOON + Math.floor(index / 2) * 1000,
    endedAt: NOON + Math.floor(index / 2) * 1000 + ((index * 7) % 11) * 100,
    cost: index % 4 === 0 ? undefined : (index * 13) % 7,
    token: `token-${index % 3}`,
    keyAlias: index % 3 === 0 ? undefined : `key-${index % 3}`,
    taskId: `task-${index % 10}`,
    sessionId: index === 5 ? 'Session-FIVE' : undefined,
  }),
);

async function all({ traces }: Ledger, filter: TraceFilter, page: TracePage = FIRST): Promise<readonly SpendRecord[]> {
  const rows: SpendRecord[] = [];
  let after: TraceCursor | undefined;
  do {
    const slice = await traces.page(filter, { ...page, after });
    rows.push(...slice.rows);
    after = slice.next;
  } while (after !== undefined);
  return rows;
}

describe('a list of traces', () => {
  it('gives each row once, whatever it is sorted by and in either direction', async () => {
    const ledger = await ledgerWith(ROWS);
    for (const sort of traceSorts) {
      for (const ascending of [true, false]) {
        const rows = await all(ledger, {}, { limit: 4, sort, ascending });
        expect(rows.map(({ callId }) => callId).toSorted()).toEqual(ROWS.map(({ callId }) => callId));
      }
    }
  });

  it('is in order; what is not known comes last', async () => {
    const ledger = await ledgerWith(ROWS);
    const costs = (await all(ledger, {}, { limit: 4, sort: 'cost', ascending: false })).map(({ cost }) => cost ?? -1);
    expect(costs).toEqual(costs.toSorted((one, other) => other - one));
    const starts = (await all(ledger, {})).map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted((one, other) => other - one));
  });

  it('of a model has those that asked for it as a group and those that it answered, in every order', async () => {
    const ledger = await ledgerWith([
      spendRecord({ callId: 'asked', modelGroup: 'nova', model: 'amazon.nova-pro' }),
      spendRecord({ callId: 'answered', modelGroup: 'fast', model: 'nova' }),
      spendRecord({ callId: 'other-of-group', modelGroup: 'fast', model: 'haiku' }),
      spendRecord({ callId: 'no-model', modelGroup: 'nova', model: undefined, status: 'failure' }),
      spendRecord({ callId: 'elsewhere', modelGroup: 'slow', model: 'opus' }),
    ]);
    for (const sort of traceSorts) {
      const rows = await all(ledger, { model: 'nova' }, { limit: 2, sort, ascending: false });
      expect(rows.map(({ callId }) => callId).toSorted()).toEqual(['answered', 'asked', 'no-model']);
    }
  });

  it('goes on where it was though newer rows have come', async () => {
    const ledger = await ledgerWith(ROWS);
    const first = await ledger.traces.page({}, FIRST);
    await ledger.spend.settle(spendRecord({ callId: 'newest', startedAt: NOON + 900_000, endedAt: NOON + 900_001 }));
    const second = await ledger.traces.page({}, { ...FIRST, after: first.next });
    const both = [...first.rows, ...second.rows].map(({ callId }) => callId);
    expect(both).toEqual((await all(ledger, {})).slice(1, 7).map(({ callId }) => callId));
  });

  it('is filtered by key, by alias as by hash, and by task', async () => {
    const ledger = await ledgerWith(ROWS);
    const ids = async (filter: TraceFilter) => new Set((await all(ledger, filter)).map(({ token }) => token));
    expect(await ids({ key: 'key-1' })).toEqual(new Set(['token-1']));
    expect(await ids({ key: 'token-0' })).toEqual(new Set(['token-0']));
    expect(await all(ledger, { taskId: 'task-2' })).toHaveLength(3);
  });

  it('is searched for a text in any case, the titles of tasks included', async () => {
    const ledger = await ledgerWith(ROWS);
    const task = { id: 'task-4', token: 'token-1', client: 'Cline/4', firstAt: NOON, lastAt: NOON };
    await ledger.tasks.save([{ ...task, title: 'Fix the Uploader' }], []);
    const found = async (text: string) => (await all(ledger, { text })).map(({ callId }) => callId);
    expect(await found('session-five')).toEqual(['call-05']);
    expect(await found('uploader')).toEqual(['call-14', 'call-04']);
    expect(await found('call-07')).toEqual(['call-07']);
    expect(await found("'; drop table spend_logs; --")).toEqual([]);
    const { titles } = await ledger.traces.page({ taskId: 'task-4' }, FIRST);
    expect(titles).toEqual(new Map([['task-4', 'Fix the Uploader']]));
  });

  it('is counted where that is cheap', async () => {
    const { traces } = await ledgerWith(ROWS);
    expect(await traces.count({})).toBe(23);
    expect(await traces.count({ taskId: 'task-3' })).toBe(2);
    expect(await traces.count({ text: 'a' })).toBe(undefined);
  });
});

describe('a trace among those of its task', () => {
  it('has a place, one before and one after it', async () => {
    const { traces } = await ledgerWith(ROWS);
    const row = (index: number): SpendRecord => ROWS[index] ?? spendRecord();
    // Task 2 has the rows 2, 12 and 22.
    const places = await Promise.all([2, 12, 22].map((index) => traces.neighbours(row(index))));
    expect(places.map((place) => place?.position)).toEqual([1, 2, 3]);
    expect(places.map((place) => place?.requests)).toEqual([3, 3, 3]);
    expect(places.map((place) => place?.previous?.callId)).toEqual([undefined, 'call-02', 'call-12']);
    expect(places.map((place) => place?.next)).toEqual(['call-12', 'call-22', undefined]);
    expect(await traces.neighbours(spendRecord({ taskId: undefined }))).toBe(undefined);
  });
});
