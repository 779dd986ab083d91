import { type Expression, type SqlBool, sql } from 'kysely';
import type { TaskFilter, TaskStore, TaskSummary } from '../domain/ports.ts';
import type { Task, TaskFingerprint, TaskThread } from '../domain/task.ts';
import type { Connection } from './connection.ts';
import type { TasksTable } from './databaseTypes.ts';
import { withStorageErrors } from './storageErrors.ts';
import { sumTasks } from './taskSums.ts';
import { fromThreadRow, prepareTaskWrites, type TaskWrites, toTaskRow, toThreadRow } from './taskWrites.ts';

/** Threads that are given back for one conversation. */
const MOST_THREADS = 50;
/** A conversation that was silent for longer is begun anew, ms. */
const THREAD_LIFE_MS = 60 * 86_400_000;

/** The tasks of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteTaskStore implements TaskStore {
  readonly #connection: Connection;
  readonly #writes: TaskWrites;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#writes = prepareTaskWrites(connection);
  }

  threads(token: string, alike: Pick<TaskFingerprint, 'root' | 'opening'>): Promise<readonly TaskThread[]> {
    return this.#guarded(async () => {
      const rows = await this.#connection.query
        .selectFrom('task_threads')
        .selectAll()
        .where('token', '=', token)
        .where('opening', '=', alike.opening)
        .orderBy('last_at', 'desc')
        .limit(MOST_THREADS)
        .execute();
      return rows.map(fromThreadRow);
    });
  }

  save(tasks: readonly Task[], threads: readonly TaskThread[]): Promise<void> {
    const newest = tasks.reduce((latest, { lastAt }) => Math.max(latest, lastAt), 0);
    return this.#guarded(() =>
      this.#writes.save(tasks.map(toTaskRow), threads.map(toThreadRow), newest - THREAD_LIFE_MS),
    );
  }

  list(filter: TaskFilter, page: { readonly offset: number; readonly limit: number }): Promise<readonly TaskSummary[]> {
    return this.#guarded(async () => {
      const rows = await this.#matching(filter)
        .selectAll()
        .orderBy('last_at', 'desc')
        .orderBy('id', 'desc')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      return await this.#summarise(rows);
    });
  }

  count(filter: TaskFilter): Promise<number> {
    return this.#guarded(async () => {
      const row = await this.#matching(filter)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirst();
      return row?.count ?? 0;
    });
  }

  find(id: string): Promise<TaskSummary | undefined> {
    return this.#guarded(async () => {
      const rows = await this.#connection.query.selectFrom('tasks').selectAll().where('id', '=', id).execute();
      return (await this.#summarise(rows))[0];
    });
  }

  #matching(filter: TaskFilter) {
    const { token, from, to } = filter;
    return this.#connection.query.selectFrom('tasks').where((eb) => {
      const conditions: Expression<SqlBool>[] = [];
      if (token !== undefined) conditions.push(eb('token', '=', token));
      if (from !== undefined) conditions.push(eb('last_at', '>=', from));
      if (to !== undefined) conditions.push(eb('first_at', '<', to));
      conditions.push(...hasText(filter), ...hasRequest(filter));
      return eb.and(conditions);
    });
  }

  async #summarise(rows: readonly TasksTable[]): Promise<readonly TaskSummary[]> {
    const sums = await sumTasks(
      this.#connection.query,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      id: row.id,
      token: row.token,
      client: row.client ?? undefined,
      title: row.title ?? undefined,
      firstAt: row.first_at,
      lastAt: row.last_at,
      ...sums(row.id),
    }));
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return withStorageErrors(this.#connection.file, work);
  }
}

function hasText({ text }: TaskFilter): Expression<SqlBool>[] {
  if (text === undefined) return [];
  const wanted = text.toLowerCase();
  return [sql<SqlBool>`(instr(lower(title), ${wanted}) > 0 or instr(lower(client), ${wanted}) > 0)`];
}

/** An index finds the few requests of a task. */
function hasRequest({ model, status, keyAlias }: TaskFilter): Expression<SqlBool>[] {
  const wanted = [
    ...(model === undefined ? [] : [sql`(model_group = ${model} or model = ${model})`]),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    ...(keyAlias === undefined ? [] : [sql`key_alias = ${keyAlias}`]),
  ];
  if (wanted.length === 0) return [];
  return [sql<SqlBool>`exists (select 1 from spend_logs where task_id = tasks.id and ${sql.join(wanted, sql` and `)})`];
}
