import type { Connection } from './connection.ts';

/** The use of a connection by one request. */
export interface Lease {
  readonly connection: Connection;
  /** Safe to call more than once. */
  release(): void;
  /** Makes later requests open a new connection, which reads the credentials anew. */
  retire(): void;
}

interface Entry {
  readonly connection: Promise<Connection>;
  users: number;
  retired: boolean;
}

/** One open connection per distinct plan, the least recently used given up first. A connection in use is never cut. */
export class ConnectionPool {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Gives the connection of that key, opened by `open` if there is none yet. Rejects as `open` does. */
  async lease(key: string, open: () => Promise<Connection>): Promise<Lease> {
    const entry = this.#entries.get(key) ?? { connection: open(), users: 0, retired: false };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.users += 1;
    this.#shrink();
    try {
      return this.#toLease(key, entry, await entry.connection);
    } catch (error) {
      entry.users -= 1;
      this.#retire(key, entry);
      throw error;
    }
  }

  /** Destroys every connection, those in use too. */
  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map(destroy));
  }

  #toLease(key: string, entry: Entry, connection: Connection): Lease {
    let open = true;
    return {
      connection,
      release: () => {
        if (!open) return;
        open = false;
        entry.users -= 1;
        if (entry.retired && entry.users === 0) connection.client.destroy();
      },
      retire: () => this.#retire(key, entry),
    };
  }

  #shrink(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limit) return;
      this.#retire(key, entry);
    }
  }

  #retire(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    if (entry.retired) return;
    entry.retired = true;
    if (entry.users === 0) void destroy(entry);
  }
}

async function destroy(entry: Entry): Promise<void> {
  try {
    (await entry.connection).client.destroy();
  } catch {
    // A connection that never opened has nothing to close.
  }
}
