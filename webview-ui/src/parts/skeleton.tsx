import type { ReactNode } from 'react';

/** A grey bar where a figure will stand, as wide as `width` in `em`; it appears only after 300 ms. */
export function Skeleton({ width }: { width: number }): ReactNode {
  return <span className="skeleton" style={{ width: `${width}em` }} aria-hidden="true" />;
}
