import type { Clock, Logger, ThinkingVault } from '../../domain/ports.ts';
import type { KeptAnswer, ThinkingScope } from '../../domain/thinkingVault.ts';
import type { ThinkingVaultLimits } from '../../domain/thinkingVaultLimits.ts';
import type { Connection } from '../connection.ts';
import { whenFree } from '../whenFree.ts';
import { readKeptAnswer, writeKeptAnswer } from './keptAnswerText.ts';
import { RecentAnswers, type VaultRecord } from './recentAnswers.ts';
import { VaultCipher } from './vaultCipher.ts';
import { VaultSweeper } from './vaultSweeper.ts';
import { VaultTables } from './vaultTables.ts';

export interface VaultOptions {
  /** The secret of the home's key file; asked for when the vault is used first. */
  key(): Uint8Array;
  /** In force now: a reload of the config may change them. */
  limits(): ThinkingVaultLimits;
}

/** What the most recent answers may hold of the process's memory. */
const MEMORY_BYTES = 8 * 1024 * 1024;

/** Signed thinking in the ledger's file, encrypted, with the answers of late in memory. */
export class SqliteThinkingVault implements ThinkingVault {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #options: VaultOptions;
  readonly #tables: VaultTables;
  readonly #sweeper: VaultSweeper;
  readonly #recent = new RecentAnswers(MEMORY_BYTES);
  #cipher: VaultCipher | undefined;

  constructor(connection: Connection, clock: Clock, logger: Logger, options: VaultOptions) {
    this.#connection = connection;
    this.#clock = clock;
    this.#options = options;
    this.#tables = new VaultTables(connection);
    this.#sweeper = new VaultSweeper({
      connection,
      tables: this.#tables,
      clock,
      logger,
      limits: () => options.limits(),
    });
    this.#sweeper.schedule();
  }

  remember(scope: ThinkingScope, keys: readonly string[], answer: KeptAnswer): Promise<void> {
    return this.#guarded(() => {
      const cipher = this.#openCipher();
      const sealed = cipher.seal(writeKeptAnswer(answer), ownerOf(scope));
      const record = { answer, createdAt: Math.round(this.#clock.now()), bytes: sealed.length };
      if (keys.length === 0 || record.bytes > this.#options.limits().maxBytes) return;
      for (const key of keys) this.#recent.set(recentKey(scope, key), record);
      const lookups = keys.map((key) => cipher.lookup(scope.token, scope.model, key));
      this.#tables.insert({ created_at: record.createdAt, bytes: record.bytes, sealed }, lookups);
      this.#sweeper.added(record.bytes);
    });
  }

  recall(scope: ThinkingScope, keys: readonly string[]): Promise<ReadonlyMap<string, KeptAnswer>> {
    return this.#guarded(() => {
      const since = this.#clock.now() - this.#options.limits().maxAgeMs;
      const found = new Map<string, KeptAnswer>();
      const unknown: string[] = [];
      for (const key of keys) {
        const record = this.#recent.get(recentKey(scope, key));
        if (record === undefined) unknown.push(key);
        else if (record.createdAt >= since) found.set(key, record.answer);
      }
      for (const [key, record] of this.#find(unknown, since, scope)) {
        this.#recent.set(recentKey(scope, key), record);
        found.set(key, record.answer);
      }
      return found;
    });
  }

  /** Entries that cannot be opened (another key, damage) are as good as absent. */
  #find(keys: readonly string[], since: number, scope: ThinkingScope): readonly (readonly [string, VaultRecord])[] {
    if (keys.length === 0) return [];
    const cipher = this.#openCipher();
    const byLookup = new Map(keys.map((key) => [cipher.lookup(scope.token, scope.model, key), key] as const));
    const opened = new Map<number, VaultRecord | undefined>();
    return this.#tables.find([...byLookup.keys()], since).flatMap((row) => {
      if (!opened.has(row.entry_id)) {
        const text = cipher.open(row.sealed, ownerOf(scope));
        const answer = text === undefined ? undefined : readKeptAnswer(text);
        opened.set(row.entry_id, answer && { answer, createdAt: row.created_at, bytes: row.bytes });
      }
      const record = opened.get(row.entry_id);
      const key = byLookup.get(row.lookup);
      return record === undefined || key === undefined ? [] : [[key, record] as const];
    });
  }

  #openCipher(): VaultCipher {
    this.#cipher ??= new VaultCipher(this.#options.key());
    return this.#cipher;
  }

  #guarded<T>(work: () => T): Promise<T> {
    return whenFree(this.#connection, work);
  }
}

function recentKey({ token, model }: ThinkingScope, key: string): string {
  return `${token} ${model} ${key}`;
}

/** Sealed into each entry, so that a row that was moved to another caller's key does not open. */
function ownerOf({ token, model }: ThinkingScope): string {
  return JSON.stringify([token, model]);
}
