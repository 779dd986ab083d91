import { describe, expect, it } from 'vitest';
import { readRetention } from '../../../src/domain/promptStorage.ts';
import { clockAt, NOON, openTestLedger, recordingLogger, spendRecord } from './support.ts';

const DAY = 86_400_000;

describe('retention', () => {
  it('removes older rows and bodies, however many, and keeps the sums', async () => {
    const ledger = await openTestLedger({ clock: clockAt(NOON), logger: recordingLogger() });
    const old = Array.from({ length: 450 }, (_, index) =>
      spendRecord({ callId: `old-${index}`, startedAt: NOON - 40 * DAY, cost: 1 }),
    );
    await Promise.all([...old, spendRecord({ callId: 'new', cost: 1 })].map((record) => ledger.spend.settle(record)));
    await ledger.prompts.keep('new', { request: { a: 1 }, response: null });
    await ledger.care.forget({ rows: NOON - 30 * DAY, bodies: undefined });
    expect((await ledger.spend.list({}, { offset: 0, limit: 10 })).map(({ callId }) => callId)).toEqual(['new']);
    expect((await ledger.reports.sums([], {}))[0]).toMatchObject({ requests: 451, cost: 451 });
    expect(await ledger.prompts.find('new')).toEqual({ request: { a: 1 }, response: null });
    await ledger.care.forget({ rows: undefined, bodies: NOON + 1 });
    expect(await ledger.prompts.find('new')).toBeUndefined();
    expect(await ledger.care.size()).toMatchObject({ keptBodies: 0, keptBodyBytes: 0 });
    await ledger.close();
  });

  it('removes the oldest bodies beyond their size together, and those of the same moment', async () => {
    let now = NOON;
    const ledger = await openTestLedger({ clock: { ...clockAt(NOON), now: () => now } });
    for (const callId of ['first', 'second', 'third', 'fourth']) {
      await ledger.prompts.keep(callId, { request: callId, response: null });
      now += 1;
    }
    const kept = async () => (await ledger.care.size()).keptBodies;
    const { keptBodyBytes: bytes } = await ledger.care.size();
    await ledger.care.forget({ rows: undefined, bodies: undefined, bodyBytes: bytes });
    expect(await kept()).toBe(4);
    await ledger.care.forget({ rows: undefined, bodies: undefined, bodyBytes: bytes / 2 + 5 });
    expect(await kept()).toBe(2);
    expect(await ledger.prompts.find('second')).toBeUndefined();
    expect(await ledger.prompts.find('third')).toEqual({ request: 'third', response: null });
    await ledger.care.forget({ rows: undefined, bodies: undefined, bodyBytes: 1 });
    expect(await kept()).toBe(0);
    await ledger.close();
  });

  it('removes scores with the rows that they judge', async () => {
    const ledger = await openTestLedger();
    const target = { kind: 'trace', callId: 'call-1' } as const;
    const score = (id: string, createdAt: number) => ({
      ...({ id, target, name: 'helpful', value: 1, dataType: 'NUMERIC', comment: undefined, author: 'me' } as const),
      createdAt,
    });
    await ledger.scores.add(score('old', NOON - 40 * DAY));
    await ledger.scores.add(score('new', NOON - DAY));
    await ledger.care.forget({ rows: NOON - 30 * DAY, bodies: undefined });
    expect((await ledger.scores.list(target)).map(({ id }) => id)).toEqual(['new']);
    await ledger.close();
  });

  it('removes tasks that were last heard of before the period, with their threads', async () => {
    const ledger = await openTestLedger({ clock: clockAt(NOON), logger: recordingLogger() });
    const task = (id: string, lastAt: number) => ({
      id,
      token: 'token-1',
      client: undefined,
      title: undefined,
      firstAt: NOON - 50 * DAY,
      lastAt,
    });
    const thread = (taskId: string, lastAt: number) => ({
      taskId,
      root: 'root',
      opening: 'opening',
      turns: 1,
      tail: 'tail',
      answered: false,
      token: 'token-1',
      product: 'Cline',
      lastAt,
    });
    const [old, recent] = [NOON - 40 * DAY, NOON - DAY];
    await ledger.tasks.save([task('old', old), task('recent', recent)], [thread('old', old), thread('recent', recent)]);
    await ledger.care.forget({ rows: NOON - 30 * DAY, bodies: undefined });
    expect((await ledger.tasks.list({}, { offset: 0, limit: 10 })).map(({ id }) => id)).toEqual(['recent']);
    const threads = await ledger.tasks.threads('token-1', { root: 'root', opening: 'opening' });
    expect(threads.map(({ taskId }) => taskId)).toEqual(['recent']);
    await ledger.close();
  });

  it('keeps rows for ever where the config has no period, or one that cannot be read', () => {
    expect(readRetention({})).toEqual({
      rowsMs: undefined,
      bodiesMs: 30 * DAY,
      bodyBytes: 2048 * 1024 * 1024,
      intervalMs: DAY,
    });
    const general = { maximum_spend_logs_retention_period: 'soon', maximum_spend_logs_retention_interval: '6h' };
    expect(readRetention({ general_settings: general })).toMatchObject({ rowsMs: undefined, intervalMs: DAY / 4 });
    expect(readRetention({ general_settings: { maximum_spend_logs_retention_period: '7d' } }).rowsMs).toBe(7 * DAY);
  });
});
