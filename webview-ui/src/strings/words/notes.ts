import type { NoteCode, NoteText } from '../../../../src/protocol/notes.ts';

/** Words for what the gateway did to a request so that its model takes it. */
export interface NoteWords {
  readonly notes: {
    readonly title: string;
    /** By the code of the note. */
    readonly names: Readonly<Record<NoteCode, string>>;
    /** What a note says; values stand in braces. */
    readonly texts: Readonly<Record<NoteText, string>>;
    /** Between two of them. */
    readonly separator: string;
  };
}
