import { z } from 'zod';
import type { NoteText } from '../domain/noteTexts.ts';
import type { PreparationNote } from '../domain/spend.ts';

/** Notes of the gateway about a request that it adapted. */
export type NoteCode = PreparationNote['code'];

/** The sentences that notes are made of. */
export type { NoteText };

/** What a note says: the name of a sentence (`NoteText`) and the values in it, for a client that words it itself. */
export const noteFactSchema = z.object({ text: z.string(), values: z.record(z.string(), z.string()) });
export type NoteFactView = z.infer<typeof noteFactSchema>;

export const noteSchema = z.object({
  code: z.string(),
  /** In English. */
  detail: z.string(),
  /** Empty where the note only lists names. */
  facts: z.array(noteFactSchema),
});
