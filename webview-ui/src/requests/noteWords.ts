import type { NoteFactView } from '../../../src/protocol/notes.ts';
import { nameOfNote, wordsOfFact, wordsOfNote } from '../../../src/protocol/noteWords/noteWords.ts';
import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';

/** A note's name in the user's language; a code of a newer gateway stands for itself. */
export function noteName({ notes }: Strings, code: string): string {
  return nameOfNote(notes, code);
}

/** A fact in the user's language; undefined where a newer gateway says something that this page has no words for. */
export function factWords({ notes }: Strings, format: Formatter, fact: NoteFactView): string | undefined {
  return wordsOfFact(notes, (value) => format.integer(value), fact);
}

/** What a note says, in the user's language; as the gateway put it where there are no words for all of it. */
export function noteWords(
  { notes }: Strings,
  format: Formatter,
  note: { readonly detail: string; readonly facts: readonly NoteFactView[] },
): string {
  return wordsOfNote(notes, (value) => format.integer(value), note);
}
