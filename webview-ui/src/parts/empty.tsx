import type { ReactNode } from 'react';

/** What stands where there is nothing yet: what will, and how to get it. */
export function Empty({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="emptyNote">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
