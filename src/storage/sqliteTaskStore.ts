import type { TaskFilter, TaskStore, TaskSummary } from '../domain/ports.ts';
import type { Task, TaskFingerprint, TaskThread } from '../domain/task.ts';
import type { Connection } from './connection.ts';
import type { LedgerReads } from './reading/ledgerReads.ts';
import { fromThreadRow, prepareTaskWrites, type TaskWrites, toTaskRow, toThreadRow } from './taskWrites.ts';
import { whenFree } from './whenFree.ts';

/** Threads that are given back for one conversation. */
const MOST_THREADS = 50;
/** A conversation that was silent for longer is begun anew, ms. */
const THREAD_LIFE_MS = 60 * 86_400_000;

/** The tasks of the ledger in SQLite. Failures of the file are GatewayErrors that name it. */
export class SqliteTaskStore implements TaskStore {
  readonly #connection: Connection;
  readonly #reads: LedgerReads['tasks'];
  readonly #writes: TaskWrites;

  constructor(connection: Connection, reads: LedgerReads['tasks']) {
    this.#connection = connection;
    this.#reads = reads;
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
    return this.#reads.list(filter, page);
  }

  count(filter: TaskFilter): Promise<number> {
    return this.#reads.count(filter);
  }

  find(id: string): Promise<TaskSummary | undefined> {
    return this.#reads.find(id);
  }

  #guarded<T>(work: () => T | Promise<T>): Promise<T> {
    return whenFree(this.#connection, work);
  }
}
