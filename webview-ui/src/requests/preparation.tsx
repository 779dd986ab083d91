import type { ReactNode } from 'react';
import type { NoteCode } from '../../../src/protocol/notes.ts';
import { useDashboard } from '../app/dashboard.tsx';
import type { Attempt } from './lanes.ts';
import { noteName, noteWords } from './noteWords.ts';

interface PreparationProps {
  readonly attempts: readonly Attempt[];
  /** The code of notes that have a panel of their own beside this. */
  readonly without?: NoteCode;
}

/** What was done to the request for the deployment that was asked last: the one whose answer, or failure, the user sees. */
export function Preparation({ attempts, without }: PreparationProps): ReactNode {
  const { strings, format } = useDashboard();
  const notes = (attempts.at(-1)?.notes ?? []).filter(({ code }) => code !== without);
  if (notes.length === 0) return null;
  return (
    <section className="preparation">
      <h3>{strings.notes.title}</h3>
      <dl>
        {notes.map((note) => (
          <div key={`${note.code} ${note.detail}`} className="preparationNote">
            <dt>{noteName(strings, note.code)}</dt>
            <dd>{noteWords(strings, format, note)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
