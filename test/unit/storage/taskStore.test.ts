import { expect, it, onTestFinished } from 'vitest';
import type { Task, TaskThread } from '../../../src/domain/task.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { NOON, openTestLedger, spendRecord } from './support.ts';

const DAY = 86_400_000;
const PAGE = { offset: 0, limit: 10 };

async function newLedger(): Promise<Ledger> {
  const ledger = await openTestLedger();
  onTestFinished(() => ledger.close());
  return ledger;
}

function task(values: Partial<Task> = {}): Task {
  return {
    id: 'task-1',
    token: 'token-1',
    client: 'Cline/4',
    title: undefined,
    firstAt: NOON,
    lastAt: NOON,
    ...values,
  };
}

function thread(values: Partial<TaskThread> = {}): TaskThread {
  const hashes = { root: 'root-1', opening: 'opening-1', turns: 1, tail: 'tail-1', answered: false };
  return { taskId: 'task-1', token: 'token-1', product: 'Cline', lastAt: NOON, ...hashes, ...values };
}

it('keeps the first title and the earliest beginning, and takes the latest sign of life', async () => {
  const { tasks } = await newLedger();
  await tasks.save([task({ title: 'Fix it' })], []);
  await tasks.save([task({ title: 'Another', firstAt: NOON + 5, lastAt: NOON + 5 })], []);
  await tasks.save([task({ firstAt: NOON + 3, lastAt: NOON + 3 })], []);
  expect(await tasks.find('task-1')).toMatchObject({ title: 'Fix it', firstAt: NOON, lastAt: NOON + 5 });
});

it('gives back the threads of a key that begin alike, as they were last, newest first', async () => {
  const { tasks } = await newLedger();
  const later = thread({ turns: 3, tail: 'tail-3', answered: true, lastAt: NOON + 1 });
  const other = thread({ root: 'root-2', lastAt: NOON + 2 });
  await tasks.save([task()], [thread(), thread({ root: 'root-3', opening: 'opening-2' })]);
  await tasks.save([task()], [later, other]);
  expect(await tasks.threads('token-1', { root: 'root-1', opening: 'opening-1' })).toEqual([other, later]);
  expect(await tasks.threads('token-2', { root: 'root-1', opening: 'opening-1' })).toEqual([]);
});

it('drops threads that were silent for sixty days; their task stays', async () => {
  const { tasks } = await newLedger();
  await tasks.save([task()], [thread()]);
  await tasks.save([task({ id: 'task-2', lastAt: NOON + 61 * DAY })], []);
  expect(await tasks.threads('token-1', thread())).toEqual([]);
  expect(await tasks.count({})).toBe(2);
});

it('adds up the requests of each task, of one key or one time', async () => {
  const { tasks, spend } = await newLedger();
  await tasks.save([task(), task({ id: 'task-2', token: 'token-2', firstAt: NOON + DAY, lastAt: NOON + DAY })], []);
  const row = { taskId: 'task-1', cost: 1000 };
  await spend.settle(spendRecord({ ...row, callId: 'a', modelGroup: 'large' }));
  await spend.settle(spendRecord({ ...row, callId: 'b', modelGroup: 'large' }));
  await spend.settle(spendRecord({ ...row, callId: 'c', modelGroup: 'small', cost: undefined, costParts: undefined }));
  await spend.settle(spendRecord({ callId: 'd' }));
  const [newest, oldest] = await tasks.list({}, PAGE);
  expect(newest).toMatchObject({ id: 'task-2', requests: 0, cost: 0, models: [] });
  expect(oldest).toMatchObject({ requests: 3, cost: 2000, unknownCostRequests: 1, models: ['large', 'small'] });
  expect(await tasks.list({ token: 'token-2' }, PAGE)).toHaveLength(1);
  expect(await tasks.count({ from: NOON + 1 })).toBe(1);
  expect(await tasks.count({ to: NOON + DAY })).toBe(1);
});
