import { type ReactNode, useId } from 'react';

interface PanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** The total, at the far end of the title's line. */
  readonly total?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** One idea under a title that states it. */
export function Panel({ title, note, total, className = '', children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <PanelHead id={id} title={title} note={note} total={total} />
      {children}
    </section>
  );
}

interface PanelHeadProps {
  readonly id?: string | undefined;
  readonly title: string;
  readonly note?: ReactNode;
  readonly total?: ReactNode;
}

export function PanelHead({ id, title, note, total }: PanelHeadProps): ReactNode {
  return (
    <header className="panelHead">
      <div className="panelTitle">
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="dim">{note}</span>}
      </div>
      {total === undefined ? null : <span className="panelTotal number">{total}</span>}
    </header>
  );
}
