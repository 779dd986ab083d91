import { describe, expect, it } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { SettlementQueue } from '../../../src/storage/settlementQueue.ts';
import { spendRecord } from './support.ts';

const call = (callId: string): SpendRecord => spendRecord({ callId });

describe('the settlement queue', () => {
  it('settles what ends in one turn of the event loop in one transaction', async () => {
    const batches: string[][] = [];
    const queue = new SettlementQueue((records) => void batches.push(records.map(({ callId }) => callId)));
    await Promise.all([queue.add(call('a')), queue.add(call('b'))]);
    await queue.add(call('c'));
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  it('does not let one bad row take the others with it', async () => {
    const settled: string[] = [];
    const queue = new SettlementQueue((records) => {
      if (records.some(({ callId }) => callId === 'bad')) throw new Error('refused');
      settled.push(...records.map(({ callId }) => callId));
    });
    const outcomes = await Promise.allSettled([queue.add(call('a')), queue.add(call('bad')), queue.add(call('b'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled).toEqual(['a', 'b']);
  });

  it('writes at once what waits when it is told to', async () => {
    const settled: string[] = [];
    const queue = new SettlementQueue((records) => void settled.push(...records.map(({ callId }) => callId)));
    const waiting = queue.add(call('a'));
    queue.flush();
    expect(settled).toEqual(['a']);
    await waiting;
  });
});
