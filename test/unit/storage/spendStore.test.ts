import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetStore } from '../../../src/domain/ports.ts';
import { anySpendRecord, attempt, budgetOf, claim, KEY, NOON, openTestLedger, spendRecord } from './support.ts';

const spendOfKey = async (budgets: BudgetStore) => (await budgets.states('key', ['token-1'])).get('token-1')?.spend;

describe('settle', () => {
  it('keeps every field of any record', async () => {
    const { spend, close } = await openTestLedger();
    await fc.assert(
      fc.asyncProperty(anySpendRecord(), async (record) => {
        await spend.settle(record);
        expect(await spend.find(record.callId)).toEqual(record);
      }),
      { numRuns: 300 },
    );
    await close();
  });

  it('adds the cost to the key and ends its reservation', async () => {
    const { budgets, spend } = await openTestLedger();
    await budgets.define(KEY, budgetOf(1000));
    await budgets.reserve(claim('call-1', 1000));
    await spend.settle(spendRecord({ cost: 400 }));
    expect(await spendOfKey(budgets)).toBe(400);
    expect(await budgets.reserve(claim('call-2', 600))).toEqual({ admitted: true });
  });

  it('counts a call once, however often it is settled', async () => {
    const { budgets, spend } = await openTestLedger();
    await spend.settle(spendRecord({ cost: 400 }));
    await spend.settle(spendRecord({ cost: 500 }));
    expect(await spend.totals({})).toMatchObject({ requests: 1, cost: 400 });
    expect((await spend.find('call-1'))?.cost).toBe(400);
    expect(await spendOfKey(budgets)).toBe(400);
  });

  it('tells an unknown cost from none', async () => {
    const { spend } = await openTestLedger();
    await spend.settle(spendRecord({ callId: 'unknown', cost: undefined }));
    await spend.settle(spendRecord({ callId: 'free', cost: 0 }));
    expect((await spend.find('unknown'))?.cost).toBeUndefined();
    expect((await spend.find('free'))?.cost).toBe(0);
    expect(await spend.totals({})).toMatchObject({ requests: 2, unknownCostRequests: 1, cost: 0 });
  });

  it('takes times with fractions and metadata that JSON cannot carry rather than lose the row', async () => {
    const { spend } = await openTestLedger();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await spend.settle(spendRecord({ startedAt: NOON + 0.4, endedAt: NOON + 10.6, metadata: circular }));
    expect(await spend.find('call-1')).toMatchObject({ startedAt: NOON, endedAt: NOON + 11, metadata: {} });
  });

  it('counts an answer after a fallback as one, also where the fallback group needed a retry', async () => {
    const { spend } = await openTestLedger();
    const attempts = [
      attempt({ status: 'failure' }),
      attempt({ reason: 'fallback', status: 'failure' }),
      attempt({ reason: 'retry' }),
    ];
    await spend.settle(spendRecord({ callId: 'answered', attempts }));
    await spend.settle(spendRecord({ callId: 'failed', status: 'failure', attempts: attempts.slice(0, 2) }));
    expect(await spend.totals({})).toMatchObject({ requests: 2, failures: 1, fallbacks: 1 });
  });
});

describe('list and count', () => {
  const records = [
    spendRecord({ callId: 'a', requestId: 'answer-a', startedAt: NOON, userId: 'ann' }),
    spendRecord({ callId: 'b', requestId: 'b', startedAt: NOON + 1, status: 'failure', token: 'token-2' }),
    spendRecord({ callId: 'c', requestId: 'answer-c', startedAt: NOON + 2, modelGroup: 'nova', model: 'amazon.nova' }),
  ];

  async function filled() {
    const ledger = await openTestLedger();
    for (const record of records) await ledger.spend.settle(record);
    return ledger.spend;
  }

  it.each([
    ['nothing', {}, ['c', 'b', 'a']],
    ['the key', { token: 'token-1' }, ['c', 'a']],
    ['the user', { userId: 'ann' }, ['a']],
    ['the call id', { requestId: 'b' }, ['b']],
    ["the answer's id", { requestId: 'answer-c' }, ['c']],
    ['the model group', { model: 'nova' }, ['c']],
    ["the provider's model", { model: 'us.anthropic.claude' }, ['b', 'a']],
    ['success', { status: 'success' as const }, ['c', 'a']],
    ['failure', { status: 'failure' as const }, ['b']],
    ['a time, from inclusive and to exclusive', { from: NOON + 1, to: NOON + 2 }, ['b']],
    ['several at once', { token: 'token-1', model: 'claude', to: NOON + 5 }, ['a']],
    ['an empty time', { from: NOON + 2, to: NOON + 1 }, []],
  ])('filters by %s, newest first', async (_name, filter, expected) => {
    const spend = await filled();
    const found = await spend.list(filter, { offset: 0, limit: 10 });
    expect(found.map(({ callId }) => callId)).toEqual(expected);
    expect(await spend.count(filter)).toBe(expected.length);
    expect((await spend.totals(filter)).requests).toBe(expected.length);
  });

  it('gives pages', async () => {
    const spend = await filled();
    const second = await spend.list({}, { offset: 1, limit: 1 });
    expect(second.map(({ callId }) => callId)).toEqual(['b']);
  });

  it('finds nothing for an unknown call', async () => {
    const spend = await filled();
    expect(await spend.find('none')).toBeUndefined();
  });
});

describe('latency', () => {
  it('gives the nearest-rank percentiles of successes', async () => {
    const { spend } = await openTestLedger();
    for (let count = 1; count <= 100; count++) {
      const firstTokenAt = count > 50 ? undefined : NOON + count;
      await spend.settle(spendRecord({ callId: `call-${count}`, endedAt: NOON + count * 10, firstTokenAt }));
    }
    await spend.settle(spendRecord({ callId: 'failed', status: 'failure', endedAt: NOON + 999_999 }));
    expect(await spend.latency({})).toEqual({
      durationP50: 500,
      durationP95: 950,
      timeToFirstTokenP50: 25,
      timeToFirstTokenP95: 48,
    });
  });

  it('is unknown where nothing was measured', async () => {
    const { spend } = await openTestLedger();
    await spend.settle(spendRecord({ status: 'failure' }));
    const nothing = {
      durationP50: undefined,
      durationP95: undefined,
      timeToFirstTokenP50: undefined,
      timeToFirstTokenP95: undefined,
    };
    expect(await spend.latency({})).toEqual(nothing);
    expect(await spend.latency({ status: 'failure' })).toEqual(nothing);
  });
});

describe('a closed ledger', () => {
  it('refuses work with an error that names the file', async () => {
    const { spend, close } = await openTestLedger();
    await close();
    await close();
    await expect(spend.settle(spendRecord())).rejects.toMatchObject({ name: 'GatewayError' });
    await expect(spend.list({}, { offset: 0, limit: 1 })).rejects.toThrow(':memory:');
  });
});
