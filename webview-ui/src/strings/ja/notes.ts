import { japaneseNotes } from '../../../../src/protocol/noteWords/japanese.ts';
import type { NoteWords } from '../words/notes.ts';

export const notes: NoteWords = { notes: { title: 'モデルに合わせた調整', ...japaneseNotes } };
