import type { LeftCall } from '../domain/traceExport.ts';
import type { Connection } from './connection.ts';
import type { RunningCallsTable } from './databaseTypes.ts';
import { toJsonColumn } from './jsonColumn.ts';
import type { PreparedStatement } from './preparedStatement.ts';
import { placeholdersFor, prepareStatement } from './preparedStatement.ts';

/** What a running call would be in the ledger if its process died now. */
export interface JournalEntry extends LeftCall {
  readonly callId: string;
}

/** The table of running calls. A call's row goes in the transaction that settles it. */
export class RunningCalls {
  readonly #connection: Connection;
  readonly #owner: string;
  readonly #save: PreparedStatement<RunningCallsTable, unknown>;
  readonly #saveAll: (entries: readonly JournalEntry[]) => void;
  /** Calls of this process that are in the table. */
  readonly #written = new Set<string>();
  readonly #others: PreparedStatement<{ owner: string }, { owner: string; count: number }>;

  constructor(connection: Connection, owner: string) {
    this.#connection = connection;
    this.#owner = owner;
    this.#save = prepareSave(connection);
    const saveAll = connection.sqlite.transaction((entries: readonly JournalEntry[]) => {
      for (const entry of entries) this.#put(entry);
    });
    this.#saveAll = (entries) => saveAll.immediate(entries);
    this.#others = prepareStatement(connection.sqlite, (placeholder) =>
      connection.query
        .selectFrom('running_calls')
        .select(({ fn }) => ['owner', fn.countAll<number>().as('count')])
        .where('owner', '!=', placeholder('owner'))
        .groupBy('owner'),
    );
  }

  /** One transaction, however many calls. */
  save(entries: readonly JournalEntry[]): void {
    for (const { callId } of entries) this.#written.add(callId);
    const [only, ...others] = entries;
    if (only !== undefined && others.length === 0) this.#put(only);
    else this.#saveAll(entries);
  }

  #put({ callId, record, trace }: JournalEntry): void {
    const row = trace === undefined ? record : { ...record, trace };
    this.#save.run({ call_id: callId, owner: this.#owner, record_json: toJsonColumn(row) ?? '{}' });
  }

  /** Whether a call of this process may be in the table; `forget` says that it has left. */
  has(callId: string): boolean {
    return this.#written.has(callId);
  }

  forget(callId: string): void {
    this.#written.delete(callId);
  }

  /** Calls by other owners, living and dead. */
  byOtherOwners(): readonly { readonly owner: string; readonly count: number }[] {
    return this.#others.all({ owner: this.#owner });
  }

  /** What the calls of an owner had come to when it last wrote. */
  rowsOf(owner: string): readonly RunningCallsTable[] {
    const { sqlite, query } = this.#connection;
    const rows = query.selectFrom('running_calls').selectAll().where('owner', '=', owner).compile();
    return sqlite.prepare<unknown[], RunningCallsTable>(rows.sql).all([...rows.parameters]);
  }

  remove(callId: string): void {
    const { sqlite, query } = this.#connection;
    const removal = query.deleteFrom('running_calls').where('call_id', '=', callId).compile();
    sqlite.prepare(removal.sql).run([...removal.parameters]);
  }
}

function prepareSave({ sqlite, query }: Connection): PreparedStatement<RunningCallsTable, unknown> {
  return prepareStatement(sqlite, () =>
    query
      .insertInto('running_calls')
      .values(placeholdersFor<RunningCallsTable>(['call_id', 'owner', 'record_json']))
      .onConflict((conflict) =>
        conflict.column('call_id').doUpdateSet(({ ref }) => ({ record_json: ref('excluded.record_json') })),
      ),
  );
}
