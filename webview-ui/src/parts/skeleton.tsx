import type { ReactNode } from 'react';

const LINES = [22, 14, 9, 5] as const;

/** A grey bar where a figure will stand, as wide as `width` in `em`; it appears only after 300 ms. */
export function Skeleton({ width }: { width: number }): ReactNode {
  return <span className="skeleton" style={{ width: `${width}em` }} aria-hidden="true" />;
}

/** What a list of bars looks like before it is known. */
export function SkeletonLines(): ReactNode {
  return (
    <div className="skeletonLines">
      {LINES.map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  );
}
