import * as vscode from 'vscode';
import type { NoteFactView } from '../protocol/notes.ts';
import { englishNotes } from '../protocol/noteWords/english.ts';
import { japaneseNotes } from '../protocol/noteWords/japanese.ts';
import { nameOfNote, wordsOfNote } from '../protocol/noteWords/noteWords.ts';
import { inJapanese } from '../protocol/sentences/inJapanese.ts';
import { formatCount } from './figures.ts';

/** What the gateway said, in the editor's language where it is Torii's own sentence; others' words stand as they are. */
export function said(text: string): string {
  return isJapanese() ? inJapanese(text) : text;
}

/** What was done to a request for its model, e.g. `Cache points: set by Torii`. */
export function noteLine(note: {
  readonly code: string;
  readonly detail: string;
  readonly facts: readonly NoteFactView[];
}): string {
  const words = isJapanese() ? japaneseNotes : englishNotes;
  return `${nameOfNote(words, note.code)}: ${wordsOfNote(words, formatCount, note)}`;
}

function isJapanese(): boolean {
  return /^ja\b/i.test(vscode.env.language);
}
