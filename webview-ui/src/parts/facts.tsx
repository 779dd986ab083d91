import type { ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** Quieter words below. */
  readonly note?: ReactNode;
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
            {note === undefined ? null : <span className="dim factNote">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
