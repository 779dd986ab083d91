import type { ReactNode } from 'react';
import type { PagedList } from '../api/pages.ts';
import { Problem } from './problem.tsx';
import { StaleBanner } from './staleBanner.tsx';

interface ListStateProps<Row> {
  readonly list: PagedList<Row>;
  /** What could not be done, where the gateway gives no answer. */
  readonly problem: string;
  /** What stands in place of an empty list. */
  readonly empty: ReactNode;
  /** Gets undefined rows while the first page is on its way. */
  readonly children: (rows: readonly Row[] | undefined) => ReactNode;
}

/** A paged list in each of its states. */
export function ListState<Row>({ list, problem, empty, children }: ListStateProps<Row>): ReactNode {
  const { rows, error } = list;
  if (rows === undefined && error !== null) return <Problem title={problem} error={error} onRetry={list.retry} />;
  if (rows?.length === 0 && !list.settling) return empty;
  return (
    <div className={list.settling ? 'settling' : ''}>
      {error === null ? null : <StaleBanner error={error} time={list.readAt} onRetry={list.retry} />}
      {children(rows)}
    </div>
  );
}
