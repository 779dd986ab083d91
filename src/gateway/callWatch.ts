import type { RelayChunk } from '../domain/ports.ts';
import type { SpendRecord } from '../domain/spend.ts';
import type { TraceFacts } from '../domain/traceExport.ts';

/** Gathers what destinations of traces are to have of a call. */
export interface CallWatch {
  /** What is known already, as it may be written down: without secrets. */
  readonly facts: TraceFacts;
  /** A piece of the answer. */
  observe(piece: Pick<RelayChunk, 'events'>): void;
  /** The call's row is settled. */
  offer(record: SpendRecord): void;
}
