import type { KeptBodies } from './promptStorage.ts';

/** Bodies of requests, where somebody wants them kept. */
export interface PromptStore {
  /** Takes bodies that are cut and redacted already. Compressed and written after the answer; never rejects. */
  keep(callId: string, bodies: KeptBodies): Promise<void>;
  find(callId: string): Promise<KeptBodies | undefined>;
}

export interface LedgerSize {
  readonly file: string;
  /** On disk, the write-ahead log included. */
  readonly bytes: number;
  /** Bytes that a vacuum would give back to the disk. */
  readonly freeBytes: number;
  readonly keptBodies: number;
  readonly keptBodyBytes: number;
}

/** Looks after the ledger's file. */
export interface LedgerCare {
  size(): Promise<LedgerSize>;
  /** Copies the ledger while it is in use, to a file of mode 0600 in `backups/` beside it. Gives back its path. */
  backUp(): Promise<{ readonly file: string; readonly bytes: number }>;
  /** Gives unused space back to the disk, a little at a time, unless `vacuumBlocks`: then the file is rewritten, and nothing is served meanwhile. */
  vacuum(): Promise<void>;
  /** Whether the file is of a version that had no way to give space back but a rewrite. The rewrite ends that. */
  vacuumBlocks(): boolean;
  /**
   * Removes rows and bodies that began before these instants (epoch ms), and the oldest bodies beyond `bodyBytes`, a few
   * at a time. Sums stay. Where much of the file is unused then, the disk gets it back.
   */
  forget(before: {
    readonly rows: number | undefined;
    readonly bodies: number | undefined;
    readonly bodyBytes?: number | undefined;
  }): Promise<void>;
}
