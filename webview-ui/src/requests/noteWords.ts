import type { NoteCode, NoteFactView, NoteText } from '../../../src/protocol/notes.ts';
import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';

const PLACEHOLDER = /\{(\w+)\}/g;
const WHOLE_NUMBER = /^\d+$/;

/** A note's name in the user's language; a code of a newer gateway stands for itself. */
export function noteName({ notes }: Strings, code: string): string {
  return code in notes.names ? notes.names[code as NoteCode] : code;
}

/** A fact in the user's language; undefined where a newer gateway says something that this page has no words for. */
export function factWords({ notes }: Strings, format: Formatter, fact: NoteFactView): string | undefined {
  if (!(fact.text in notes.texts)) return undefined;
  return notes.texts[fact.text as NoteText].replace(PLACEHOLDER, (_, name: string) => {
    const value = fact.values[name] ?? '';
    return WHOLE_NUMBER.test(value) ? format.integer(Number(value)) : value;
  });
}

/** What a note says, in the user's language; as the gateway put it where there are no words for all of it. */
export function noteWords(
  strings: Strings,
  format: Formatter,
  note: { readonly detail: string; readonly facts: readonly NoteFactView[] },
): string {
  const words = note.facts.map((fact) => factWords(strings, format, fact));
  return words.length === 0 || words.includes(undefined) ? note.detail : words.join(strings.notes.separator);
}
