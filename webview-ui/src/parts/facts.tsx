import { Fragment, type ReactNode } from 'react';
import { numbered } from './numbered.ts';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** Quieter words below. */
  readonly note?: ReactNode;
}

/** A note that may break after a dot or an underscore, as the keys of a config need it in a narrow column. */
function breakable(note: ReactNode): ReactNode {
  if (typeof note !== 'string') return note;
  return numbered(note.split(/(?<=[._])/)).map(({ key, item }) => (
    <Fragment key={key}>
      {item}
      <wbr />
    </Fragment>
  ));
}

/** Names with what stands for them, one to a line. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="factList">
      {facts.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {note === undefined ? null : <span className="dim factNote">{breakable(note)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
