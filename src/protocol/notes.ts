import type { PreparationNote } from '../domain/spend.ts';

/** Notes of the gateway about a request that it adapted. */
export type NoteCode = PreparationNote['code'];
