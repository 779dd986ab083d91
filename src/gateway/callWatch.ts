import type { RelayChunk } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';

/** Gathers what destinations of traces are to have of a call. */
export interface CallWatch {
  /** A piece of the answer. */
  observe(piece: Pick<RelayChunk, 'events'>): void;
  /** The call's row is settled. */
  offer(record: SpendRecord): void;
}
