import type { Kysely } from 'kysely';
import type { TaskSummary } from '../domain/ports.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { sumOfLogs, totalOf } from './sums.ts';

type Sums = Omit<TaskSummary, 'id' | 'token' | 'client' | 'title' | 'firstAt' | 'lastAt'>;

/** What the requests of each of the tasks add up to; read from their rows, which an index finds. */
export async function sumTasks(query: Kysely<LedgerDatabase>, ids: readonly string[]): Promise<(id: string) => Sums> {
  const rows = await rowsOf(query, ids);
  return (id) => {
    const own = rows.filter((row) => row.task_id === id).toSorted((one, other) => other.requests - one.requests);
    return {
      ...totalOf(own),
      keyAlias: own.find(({ key_alias }) => key_alias !== null)?.key_alias ?? undefined,
      models: own.map(({ model_group }) => model_group),
    };
  };
}

async function rowsOf(query: Kysely<LedgerDatabase>, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return await query
    .selectFrom('spend_logs')
    .select(['task_id', 'model_group'])
    .select(({ fn }) => fn.max('key_alias').as('key_alias'))
    .select(sumOfLogs)
    .where('task_id', 'in', [...ids])
    .groupBy(['task_id', 'model_group'])
    .execute();
}
