import type { Connection } from './connection.ts';

/** What the pool needs of a client. */
export interface Closable {
  destroy(): void;
}

/** The use of a connection by one request. */
export interface Lease<Client> {
  readonly connection: Connection<Client>;
  /** Safe to call more than once. */
  release(): void;
  /** Makes later requests open a new connection, which reads the credentials anew. */
  retire(): void;
}

interface Entry<Client> {
  readonly connection: Promise<Connection<Client>>;
  users: number;
  retired: boolean;
}

/** One open connection per distinct plan, the least recently used given up first. A connection in use is never cut. */
export class ConnectionPool<Client extends Closable> {
  readonly #entries = new Map<string, Entry<Client>>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Gives the connection of that key, opened by `open` if there is none yet. Rejects as `open` does. */
  async lease(key: string, open: () => Promise<Connection<Client>>): Promise<Lease<Client>> {
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

  #toLease(key: string, entry: Entry<Client>, connection: Connection<Client>): Lease<Client> {
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

  #retire(key: string, entry: Entry<Client>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    if (entry.retired) return;
    entry.retired = true;
    if (entry.users === 0) void destroy(entry);
  }
}

async function destroy(entry: Entry<Closable>): Promise<void> {
  try {
    (await entry.connection).client.destroy();
  } catch {
    // A connection that never opened has nothing to close.
  }
}
