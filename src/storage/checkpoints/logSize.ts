import type Database from 'better-sqlite3';

/** The write-ahead log of a ledger, in pages. */
export interface LogSize {
  /** Written since the log last began anew. */
  readonly written: number;
  /** Of these not in the file yet. */
  readonly left: number;
}

interface CheckpointRow {
  readonly log: number;
  readonly checkpointed: number;
}

/** Looks at the log without touching it: some 10 microseconds. */
export function prepareLogSize(sqlite: Database.Database): () => LogSize {
  return prepareCheckpoint(sqlite, 'noop');
}

/**
 * Moves into the file what no reader holds back, and says what is left of the log as it was when the move began. It waits for nobody, and nobody for it:
 * writers go on at the end of the log. A log that another connection is just moving counts as empty.
 */
export function prepareLogMove(sqlite: Database.Database): () => LogSize {
  return prepareCheckpoint(sqlite, 'passive');
}

function prepareCheckpoint(sqlite: Database.Database, mode: 'noop' | 'passive'): () => LogSize {
  const statement = sqlite.prepare<[], CheckpointRow>(`pragma wal_checkpoint(${mode})`);
  return () => {
    // SQLite says -1 twice where it cannot tell.
    const { log, checkpointed } = statement.get() ?? { log: 0, checkpointed: 0 };
    return { written: Math.max(log, 0), left: log - checkpointed };
  };
}
