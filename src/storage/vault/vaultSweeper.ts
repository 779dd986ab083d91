import { messageOf } from '../../domain/errors.ts';
import type { Clock, Logger } from '../../domain/ports.ts';
import type { ThinkingVaultLimits } from '../../domain/thinkingVaultLimits.ts';
import type { Connection } from '../connection.ts';
import type { VaultTables } from './vaultTables.ts';

interface SweeperParts {
  readonly connection: Connection;
  readonly tables: VaultTables;
  readonly clock: Clock;
  readonly logger: Logger;
  limits(): ThinkingVaultLimits;
}

/** Entries looked at, and at most deleted, in one step. */
const STEP = 8;
/** Steps after which the size is summed up anew: other processes write to the same file. */
const STEPS_PER_COUNT = 64;

/** Keeps the vault within its age and size in small steps, between requests and never within one. */
export class VaultSweeper {
  readonly #parts: SweeperParts;
  #bytes: number | undefined;
  #steps = 0;
  #scheduled = false;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
  }

  added(bytes: number): void {
    if (this.#bytes !== undefined) this.#bytes += bytes;
    this.schedule();
  }

  /** Takes a step when the process has nothing more urgent to do. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#run();
    });
  }

  #run(): void {
    const { connection, logger } = this.#parts;
    if (!connection.sqlite.open) return;
    try {
      if (this.#step()) this.schedule();
    } catch (thrown) {
      const reason = messageOf(thrown);
      logger.warn('Old entries of the thinking vault were not removed; the next one tries again', { reason });
    }
  }

  /** True where there is more to do. */
  #step(): boolean {
    const { tables, clock, limits } = this.#parts;
    const { maxAgeMs, maxBytes } = limits();
    const expired = clock.now() - maxAgeMs;
    let bytes = this.#count();
    let deleted = 0;
    for (const entry of tables.oldest(STEP)) {
      if (entry.created_at >= expired && bytes <= maxBytes) break;
      tables.delete(entry.id);
      bytes -= entry.bytes;
      deleted += 1;
    }
    this.#bytes = bytes;
    return deleted === STEP;
  }

  #count(): number {
    this.#steps += 1;
    if (this.#bytes === undefined || this.#steps % STEPS_PER_COUNT === 0) this.#bytes = this.#parts.tables.size();
    return this.#bytes;
  }
}
