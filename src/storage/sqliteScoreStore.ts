import type { Score, ScoreStore, ScoreTarget } from '../domain/score.ts';
import type { Connection } from './connection.ts';
import type { ScoresTable } from './databaseTypes.ts';
import { whenFree } from './whenFree.ts';

const MOST = 1000;

/** Scores in a table of the ledger. Failures of the file are GatewayErrors that name it. */
export class SqliteScoreStore implements ScoreStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  add(score: Score): Promise<void> {
    return whenFree(this.#connection, async () => {
      await this.#connection.query.insertInto('scores').values(toRow(score)).execute();
    });
  }

  list(target: ScoreTarget): Promise<readonly Score[]> {
    return whenFree(this.#connection, async () => {
      const rows = await this.#connection.query
        .selectFrom('scores')
        .selectAll()
        .where('target_kind', '=', target.kind)
        .where('target_id', '=', idOf(target))
        .orderBy('created_at')
        .orderBy('id')
        .limit(MOST)
        .execute();
      return rows.map(fromRow);
    });
  }

  remove(id: string): Promise<Score | undefined> {
    return whenFree(this.#connection, async () => {
      const row = await this.#connection.query
        .deleteFrom('scores')
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    });
  }
}

function idOf(target: ScoreTarget): string {
  return target.kind === 'trace' ? target.callId : target.taskId;
}

function toRow({ target, value, dataType, comment, createdAt, ...rest }: Score): ScoresTable {
  return {
    ...rest,
    target_kind: target.kind,
    target_id: idOf(target),
    data_type: dataType,
    number_value: typeof value === 'number' ? value : null,
    text_value: typeof value === 'string' ? value : null,
    comment: comment ?? null,
    created_at: Math.round(createdAt),
  };
}

function fromRow(row: ScoresTable): Score {
  const { target_id: id } = row;
  return {
    id: row.id,
    name: row.name,
    value: row.number_value ?? row.text_value ?? '',
    dataType: row.data_type,
    comment: row.comment ?? undefined,
    target: row.target_kind === 'trace' ? { kind: 'trace', callId: id } : { kind: 'task', taskId: id },
    author: row.author,
    createdAt: row.created_at,
  };
}
