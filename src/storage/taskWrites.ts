import { sql } from 'kysely';
import type { Task, TaskThread } from '../domain/task.ts';
import type { Connection } from './connection.ts';
import type { TasksTable, TaskThreadsTable } from './databaseTypes.ts';
import { placeholdersFor, prepareStatement } from './preparedStatement.ts';

const TASK_COLUMNS = ['id', 'token', 'client', 'title', 'first_at', 'last_at'] as const;
const THREAD_COLUMNS = [
  'task_id',
  'root',
  'opening',
  'turns',
  'tail',
  'answered',
  'token',
  'product',
  'last_at',
] as const;

export interface TaskWrites {
  /** One transaction. Threads that were last heard of before `oldest` (epoch ms) go. */
  save(tasks: readonly TasksTable[], threads: readonly TaskThreadsTable[], oldest: number): void;
}

export function prepareTaskWrites(connection: Connection): TaskWrites {
  const { sqlite, query } = connection;
  const putTask = prepareStatement<TasksTable, unknown>(sqlite, () =>
    query
      .insertInto('tasks')
      .values(placeholdersFor<TasksTable>(TASK_COLUMNS))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ fn, ref }) => ({
          client: ref('excluded.client'),
          title: fn.coalesce('tasks.title', 'excluded.title'),
          last_at: sql`max(tasks.last_at, excluded.last_at)`,
        })),
      ),
  );
  const putThread = prepareStatement<TaskThreadsTable, unknown>(sqlite, () =>
    query
      .insertInto('task_threads')
      .values(placeholdersFor<TaskThreadsTable>(THREAD_COLUMNS))
      .onConflict((conflict) =>
        conflict.columns(['task_id', 'root']).doUpdateSet(({ ref }) => ({
          turns: ref('excluded.turns'),
          tail: ref('excluded.tail'),
          answered: ref('excluded.answered'),
          last_at: ref('excluded.last_at'),
        })),
      ),
  );
  const sweep = prepareStatement<{ before: number }, unknown>(sqlite, (placeholder) =>
    query.deleteFrom('task_threads').where('last_at', '<', placeholder('before')),
  );
  const save = sqlite.transaction(
    (tasks: readonly TasksTable[], threads: readonly TaskThreadsTable[], oldest: number): void => {
      for (const task of tasks) putTask.run(task);
      for (const thread of threads) putThread.run(thread);
      sweep.run({ before: oldest });
    },
  );
  return { save: (...args) => save.immediate(...args) };
}

export function toTaskRow(task: Task): TasksTable {
  return {
    id: task.id,
    token: task.token,
    client: task.client ?? null,
    title: task.title ?? null,
    first_at: Math.round(task.firstAt),
    last_at: Math.round(task.lastAt),
  };
}

export function toThreadRow(thread: TaskThread): TaskThreadsTable {
  return {
    task_id: thread.taskId,
    root: thread.root,
    opening: thread.opening,
    turns: thread.turns,
    tail: thread.tail,
    answered: thread.answered ? 1 : 0,
    token: thread.token,
    product: thread.product,
    last_at: Math.round(thread.lastAt),
  };
}

export function fromThreadRow(row: TaskThreadsTable): TaskThread {
  return {
    taskId: row.task_id,
    root: row.root,
    opening: row.opening,
    turns: row.turns,
    tail: row.tail,
    answered: row.answered === 1,
    token: row.token,
    product: row.product,
    lastAt: row.last_at,
  };
}
