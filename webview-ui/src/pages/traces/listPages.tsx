import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { Problem } from '../../parts/problem.tsx';
import { StaleBanner } from '../../parts/staleBanner.tsx';

/** A list that is read page after page, with what there is to say of its pages: not to be had, old, more on their way. */
export function ListPages({ query, children }: { query: UseInfiniteQueryResult; children: ReactNode }): ReactNode {
  const { strings } = useDashboard();
  const { data, error, dataUpdatedAt } = query;
  const retry = (): void => void query.refetch();
  if (error !== null && data === undefined) {
    return <Problem title={strings.traces.problem} error={error} onRetry={retry} />;
  }
  return (
    <div className={query.isPlaceholderData ? 'settling' : ''}>
      {error === null ? null : <StaleBanner error={error} time={dataUpdatedAt} onRetry={retry} />}
      {children}
      {query.isFetchingNextPage ? (
        <p className="dim tableMore" role="status">
          {strings.page.loading}
        </p>
      ) : null}
    </div>
  );
}
