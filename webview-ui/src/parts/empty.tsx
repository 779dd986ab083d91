import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  /** h3 inside of a panel that has a title. */
  readonly level?: 'h2' | 'h3';
  readonly children: ReactNode;
}

/** What stands where there is nothing yet: what will, and how to get it. */
export function Empty({ title, level: Heading = 'h2', children }: EmptyProps): ReactNode {
  return (
    <div className="emptyNote">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
