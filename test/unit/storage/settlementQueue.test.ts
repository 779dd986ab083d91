import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { SettlementQueue } from '../../../src/storage/settlementQueue.ts';
import { spendRecord } from './support.ts';

const call = (callId: string): SpendRecord => spendRecord({ callId });

/** More run than end in a test. */
const many = (): number => 100;

describe('the settlement queue', () => {
  it('settles what ends in one turn of the event loop in one transaction', async () => {
    const batches: string[][] = [];
    const queue = new SettlementQueue((records) => void batches.push(records.map(({ callId }) => callId)), many);
    await Promise.all([queue.add(call('a')), queue.add(call('b'))]);
    await queue.add(call('c'));
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  it('waits for those that end in the next turns, as long as there are any, and not for ever', async () => {
    const sizes: number[] = [];
    const queue = new SettlementQueue((records) => void sizes.push(records.length), many);
    const waiting: Promise<void>[] = [];
    for (let turn = 0; turn < 3; turn++) {
      waiting.push(queue.add(call(`few-${turn}`)));
      await setImmediate();
    }
    await Promise.all(waiting.splice(0));
    expect(sizes).toEqual([3]);
    for (let turn = 0; turn < 30; turn++) {
      waiting.push(queue.add(call(`many-${turn}`)));
      await setImmediate();
    }
    await Promise.all(waiting);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(33);
  });

  it('does not let one bad row take the others with it', async () => {
    const settled: string[] = [];
    const queue = new SettlementQueue((records) => {
      if (records.some(({ callId }) => callId === 'bad')) throw new Error('refused');
      settled.push(...records.map(({ callId }) => callId));
    }, many);
    const outcomes = await Promise.allSettled([queue.add(call('a')), queue.add(call('bad')), queue.add(call('b'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled).toEqual(['a', 'b']);
  });

  it('asks once for all where another program has the lock', async () => {
    let asked = 0;
    const queue = new SettlementQueue(() => {
      asked += 1;
      throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    }, many);
    const outcomes = await Promise.allSettled([queue.add(call('a')), queue.add(call('b')), queue.add(call('c'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked).toBe(1);
  });

  it('writes at once what waits when it is told to', async () => {
    const settled: string[] = [];
    const queue = new SettlementQueue((records) => void settled.push(...records.map(({ callId }) => callId)), many);
    const waiting = queue.add(call('a'));
    expect(settled).toEqual([]);
    queue.flush();
    expect(settled).toEqual(['a']);
    await waiting;
  });

  it('waits for nobody where all that run have ended', async () => {
    const batches: string[][] = [];
    let running = 1;
    const queue = new SettlementQueue(
      (records) => void batches.push(records.map(({ callId }) => callId)),
      () => running,
    );
    const alone = queue.add(call('a'));
    expect(batches).toEqual([['a']]);
    running = 2;
    const first = queue.add(call('b'));
    expect(batches).toHaveLength(1);
    const second = queue.add(call('c'));
    expect(batches).toEqual([['a'], ['b', 'c']]);
    await Promise.all([alone, first, second]);
  });
});
