import type { NoteCode, NoteFactView, NoteText } from '../notes.ts';

/** One language's words for what the gateway did to a request so that its model takes it. */
export interface NoteVocabulary {
  /** By the code of the note. */
  readonly names: Readonly<Record<NoteCode, string>>;
  /** What a note says; values stand in braces. */
  readonly texts: Readonly<Record<NoteText, string>>;
  /** Between two of them. */
  readonly separator: string;
}

type Integer = (value: number) => string;

const PLACEHOLDER = /\{(\w+)\}/g;
const WHOLE_NUMBER = /^\d+$/;

/** A note's name; a code of a newer gateway stands for itself. */
export function nameOfNote({ names }: NoteVocabulary, code: string): string {
  return code in names ? names[code as NoteCode] : code;
}

/** A fact in words, its figures as `integer` writes them; undefined where a newer gateway says something else. */
export function wordsOfFact({ texts }: NoteVocabulary, integer: Integer, fact: NoteFactView): string | undefined {
  if (!(fact.text in texts)) return undefined;
  return texts[fact.text as NoteText].replace(PLACEHOLDER, (_, name: string) => {
    const value = fact.values[name] ?? '';
    return WHOLE_NUMBER.test(value) ? integer(Number(value)) : value;
  });
}

/** What a note says; as the gateway put it where there are no words for all of it. */
export function wordsOfNote(
  vocabulary: NoteVocabulary,
  integer: Integer,
  note: { readonly detail: string; readonly facts: readonly NoteFactView[] },
): string {
  const words = note.facts.map((fact) => wordsOfFact(vocabulary, integer, fact));
  return words.length === 0 || words.includes(undefined) ? note.detail : words.join(vocabulary.separator);
}
