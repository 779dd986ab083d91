import { type Expression, type SqlBool, sql } from 'kysely';
import type { TaskFilter, TaskStore, TaskSummary } from '../domain/ports.ts';
import type { Connection } from './connection.ts';
import type { TasksTable } from './databaseTypes.ts';
import { withStorageErrors } from './storageErrors.ts';
import { sumTasks } from './taskSums.ts';

/** Lists of the ledger's tasks in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteTaskReads implements Pick<TaskStore, 'list' | 'count' | 'find'> {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
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
