import { type ActivitySums, addReport, NO_SUMS, toolsOf, totalsOf } from '../domain/activitySums.ts';
import type { ActivityJoin, ActivityReport, ActivityStore, AgentActivity } from '../domain/agentActivity.ts';
import { isObject } from '../domain/json.ts';
import type { Connection } from './connection.ts';
import type { AgentActivityTable } from './databaseTypes.ts';
import { objectFromJson } from './jsonColumn.ts';
import { withStorageErrors } from './storageErrors.ts';
import { whenFree } from './whenFree.ts';

/** Rows that are kept; the oldest go first. */
const MOST_ROWS = 10_000;
/** Agents of one task that are kept. */
const MOST_AGENTS = 8;
/** A tidying for so many writes. */
const TIDY_EVERY = 200;
const JOINS: readonly ActivityJoin[] = ['session', 'answer', 'trace', 'time'];

/** What agents told of tasks. Each write reads the row and adds to it in one transaction. */
export class SqliteActivityStore implements ActivityStore {
  readonly #connection: Connection;
  #writes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add(
    of: { readonly taskId: string; readonly agent: string; readonly joinedBy: ActivityJoin },
    reports: readonly ActivityReport[],
  ): Promise<void> {
    if (reports.length === 0) return;
    const { sqlite } = this.#connection;
    await whenFree(this.#connection, () => {
      sqlite.transaction(() => this.#merge(of, reports)).immediate();
      this.#writes += 1;
      if (this.#writes % TIDY_EVERY === 1) this.#tidy();
    });
  }

  async find(taskId: string): Promise<readonly AgentActivity[]> {
    const { query, file } = this.#connection;
    return await withStorageErrors(file, async () => {
      const rows = await query
        .selectFrom('agent_activity')
        .selectAll()
        .where('task_id', '=', taskId)
        .orderBy('last_at', 'desc')
        .limit(MOST_AGENTS)
        .execute();
      return rows.map(toActivity);
    });
  }

  #merge(
    { taskId, agent, joinedBy }: { readonly taskId: string; readonly agent: string; readonly joinedBy: ActivityJoin },
    reports: readonly ActivityReport[],
  ): void {
    const { sqlite } = this.#connection;
    const known = sqlite
      .prepare<[string, string], AgentActivityTable>('select * from agent_activity where task_id = ? and agent = ?')
      .get(taskId, agent);
    const sums = reports.reduce(addReport, known === undefined ? NO_SUMS : readSums(known.sums));
    const times = reports.map(({ at }) => Math.round(at));
    const first = Math.min(known?.first_at ?? Number.POSITIVE_INFINITY, ...times);
    const last = Math.max(known?.last_at ?? 0, ...times);
    sqlite
      .prepare(
        `insert into agent_activity (task_id, agent, joined_by, first_at, last_at, sums) values (?, ?, ?, ?, ?, ?)
         on conflict (task_id, agent) do update set first_at = excluded.first_at, last_at = excluded.last_at, sums = excluded.sums`,
      )
      .run(taskId, agent, joinedBy, first, last, JSON.stringify(sums));
  }

  #tidy(): void {
    this.#connection.sqlite
      .prepare(
        `delete from agent_activity where rowid in
           (select rowid from agent_activity order by last_at desc limit -1 offset ?)`,
      )
      .run(MOST_ROWS);
  }
}

function toActivity({
  agent,
  joined_by: join,
  first_at: firstAt,
  last_at: lastAt,
  sums: text,
}: AgentActivityTable): AgentActivity {
  const sums = readSums(text);
  const joinedBy = JOINS.find((known) => known === join) ?? 'time';
  return { agent, ...totalsOf(sums), tools: toolsOf(sums), joinedBy, firstAt, lastAt };
}

/** What this store wrote itself; a row that is none begins anew. */
function readSums(text: string): ActivitySums {
  const { counters, tools, series } = objectFromJson(text);
  if (!isObject(counters) || !isObject(tools) || !isObject(series)) return NO_SUMS;
  return { counters, tools, series } as ActivitySums;
}
