import type { UseQueryResult } from '@tanstack/react-query';
import type { FAILURES_PATH, Failures } from '../../../../src/protocol/insights.ts';
import { withQuery } from '../../api/paths.ts';
import { useAnswer } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { type Period, spanOf } from '../../time/period.ts';

const failuresPath: typeof FAILURES_PATH = '/torii/failures';

/** Failed requests of a period. */
export function useFailures(period: Period): UseQueryResult<Failures> {
  const { now, timeZone } = useDashboard();
  const path = (): string => {
    const { from, to } = spanOf(period, now(), timeZone);
    return withQuery(failuresPath, { from, to, timeZone });
  };
  return useAnswer<Failures>(['failures', period], path, ['groups', 'buckets'], { keep: true });
}
