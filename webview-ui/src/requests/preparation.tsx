import type { ReactNode } from 'react';
import type { NoteCode } from '../../../src/protocol/notes.ts';
import { useDashboard } from '../app/dashboard.tsx';
import type { Strings } from '../strings/strings.ts';
import type { Attempt } from './lanes.ts';

/** A note's name in the user's language; a code of a newer gateway stands for itself. */
function noteName(strings: Strings, code: string): string {
  return code in strings.detail.notes ? strings.detail.notes[code as NoteCode] : code;
}

/** What was done to the request for the deployment that was asked last: the one whose answer, or failure, the user sees. */
export function Preparation({ attempts }: { attempts: readonly Attempt[] }): ReactNode {
  const { strings } = useDashboard();
  const notes = attempts.at(-1)?.notes ?? [];
  if (notes.length === 0) return null;
  return (
    <section className="preparation">
      <h3>{strings.detail.prepared}</h3>
      <dl>
        {notes.map(({ code, detail }) => (
          <div key={`${code} ${detail}`} className="preparationNote">
            <dt>{noteName(strings, code)}</dt>
            <dd>{detail}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
