import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useContext } from 'react';
import { Problem } from './problem.tsx';
import { SaidAbove } from './saidAbove.ts';
import { SkeletonLines } from './skeleton.tsx';
import { StaleBanner } from './staleBanner.tsx';

interface AnswerProps<T> {
  readonly query: UseQueryResult<T>;
  /** What could not be done, where the gateway gives no answer. */
  readonly problem: string;
  /** What stands there until the first answer. */
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** A panel's content in each of its states: not yet known, known, known but old, and not to be had. */
export function Answer<T>({ query, problem, skeleton = <SkeletonLines />, children }: AnswerProps<T>): ReactNode {
  const { data, error, dataUpdatedAt } = query;
  const said = useContext(SaidAbove);
  const retry = (): void => void query.refetch();
  if (data === undefined) {
    if (error !== null) return <Problem title={problem} error={error} onRetry={retry} />;
    return <div aria-busy="true">{skeleton}</div>;
  }
  return (
    <div className={query.isPlaceholderData ? 'settling' : ''}>
      {error === null || said ? null : <StaleBanner error={error} time={dataUpdatedAt} onRetry={retry} />}
      {children(data)}
    </div>
  );
}
