import type { NoteVocabulary } from '../../../../src/protocol/noteWords/noteWords.ts';

/** Words for what the gateway did to a request so that its model takes it. */
export interface NoteWords {
  readonly notes: NoteVocabulary & { readonly title: string };
}
