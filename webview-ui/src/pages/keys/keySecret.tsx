import { type ReactNode, useEffect, useRef } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { CopyLine } from '../../parts/copyLine.tsx';
import { Icon } from '../../parts/icon.tsx';

/** A secret that the page shows once. */
export interface ShownSecret {
  readonly text: string;
  readonly secret: string;
}

/** The new secret of a key, until its reader says that it is copied. Nothing else of the dashboard ever has it. */
export function KeySecret({ shown, onDone }: { shown: ShownSecret; onDone: () => void }): ReactNode {
  const { strings } = useDashboard();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="panel secretBox">
      <h2 ref={heading} tabIndex={-1}>
        <Icon name="check" className="success" /> {shown.text}
      </h2>
      <p className="warn">{strings.keys.once}</p>
      <CopyLine text={shown.secret} />
      <button type="button" className="button quiet" onClick={onDone}>
        {strings.keys.done}
      </button>
    </section>
  );
}
