import type { ReactNode } from 'react';
import { Problem } from '../parts/problem.tsx';
import { ApiError } from '../transport/apiError.ts';
import { useDashboard } from './dashboard.tsx';
import { type Deferred, useDeferred } from './deferred.ts';

interface DeferredPartProps<T> {
  readonly part: Deferred<T>;
  /** Stands there until the part is loaded. */
  readonly waiting?: ReactNode;
  readonly children: (value: T) => ReactNode;
}

/** Draws a part of the program that may have to be loaded first. */
export function DeferredPart<T>({ part, waiting = null, children }: DeferredPartProps<T>): ReactNode {
  const { surface, strings } = useDashboard();
  const { value, failed, retry } = useDeferred(part);
  if (value !== undefined) return children(value);
  if (!failed) return waiting;
  // The gateway may have been replaced by a version whose files have other names: the page must be read anew.
  const again = surface === 'browser' ? () => window.location.reload() : retry;
  return <Problem title={strings.problems.part} error={new ApiError(503, strings.problems.partHint)} onRetry={again} />;
}
