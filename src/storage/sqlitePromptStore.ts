import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { messageOf } from '../domain/errors.ts';
import { isObject, parseJson } from '../domain/json.ts';
import type { PromptStore } from '../domain/ledgerCare.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { KeptBodies } from '../domain/promptStorage.ts';
import type { Connection } from './connection.ts';
import { runQuery } from './runQuery.ts';
import { withStorageErrors } from './storageErrors.ts';
import { whenFree } from './whenFree.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Characters of bodies that wait to be written: more come only where the ledger or the processor does not keep up. */
const MOST_WAITING = 32 * 1024 * 1024;

/** Bodies of requests in a table of their own, compressed off the event loop's thread. */
export class SqlitePromptStore implements PromptStore {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #writing = new Set<Promise<void>>();
  #waiting = 0;

  constructor(connection: Connection, clock: Clock, logger: Logger) {
    this.#connection = connection;
    this.#clock = clock;
    this.#logger = logger;
  }

  keep(callId: string, bodies: KeptBodies): Promise<void> {
    const text = JSON.stringify(bodies);
    if (this.#waiting > MOST_WAITING) {
      this.#logger.warn('The bodies of a request were not kept', { callId, reason: 'too many wait to be written' });
      return Promise.resolve();
    }
    this.#waiting += text.length;
    const writing = this.#write(callId, text).finally(() => {
      this.#waiting -= text.length;
      this.#writing.delete(writing);
    });
    this.#writing.add(writing);
    return writing;
  }

  find(callId: string): Promise<KeptBodies | undefined> {
    return withStorageErrors(this.#connection.file, async () => {
      const row = await this.#connection.query
        .selectFrom('request_bodies')
        .select('bodies')
        .where('call_id', '=', callId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const value = parseJson((await expand(row.bodies)).toString('utf8'));
      return isObject(value) ? { request: value['request'], response: value['response'] } : undefined;
    });
  }

  /** Resolves when everything that was given to `keep` is written. */
  async flush(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #write(callId: string, text: string): Promise<void> {
    try {
      const packed = await compress(text);
      const row = { call_id: callId, created_at: Math.round(this.#clock.now()), bytes: packed.length, bodies: packed };
      const insert = this.#connection.query
        .insertInto('request_bodies')
        .values(row)
        .onConflict((conflict) => conflict.column('call_id').doNothing());
      await whenFree(this.#connection, () => runQuery(this.#connection.sqlite, insert));
    } catch (thrown) {
      const reason = messageOf(thrown);
      this.#logger.warn('The bodies of a request were not kept', { callId, reason });
    }
  }
}
