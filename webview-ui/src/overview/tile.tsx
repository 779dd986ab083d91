import { Fragment, type ReactNode } from 'react';
import { Skeleton } from '../parts/skeleton.tsx';

interface TileProps {
  readonly label: string;
  /** Undefined while loading. */
  readonly value: string | undefined;
  /** The exact figure, on hover. */
  readonly title?: string | undefined;
  readonly children?: ReactNode;
}

/** One figure. It keeps its height while it loads. */
export function Tile({ label, value, title, children }: TileProps): ReactNode {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd className="tileValue number" title={title}>
        {value ?? <Skeleton width={4} />}
      </dd>
      <dd className="tileDetail number">{value === undefined ? <Skeleton width={9} /> : children}</dd>
    </div>
  );
}

/** Breaks at the dots alone: a figure stays beside its word. */
export function Unbroken({ text }: { text: string }): ReactNode {
  return text.split(' · ').map((part, place) => (
    <Fragment key={part}>
      {place === 0 ? null : ' · '}
      <span className="whole">{part}</span>
    </Fragment>
  ));
}
