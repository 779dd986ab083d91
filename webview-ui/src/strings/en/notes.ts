import { englishNotes } from '../../../../src/protocol/noteWords/english.ts';
import type { NoteWords } from '../words/notes.ts';

export const notes: NoteWords = { notes: { title: 'Prepared for the model', ...englishNotes } };
