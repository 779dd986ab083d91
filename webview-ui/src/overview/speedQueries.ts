import type { UseQueryResult } from '@tanstack/react-query';
import type { SPEED_PATH, Speed } from '../../../src/protocol/insights.ts';
import { withQuery } from '../api/paths.ts';
import { useAnswer } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { type Period, spanOf } from '../time/period.ts';

const speedPath: typeof SPEED_PATH = '/torii/speed';

/** How fast requests of a period were answered. */
export function useSpeed(period: Period): UseQueryResult<Speed> {
  const { now, timeZone } = useDashboard();
  const path = (): string => {
    const { from, to } = spanOf(period, now(), timeZone);
    return withQuery(speedPath, { from, to, timeZone });
  };
  return useAnswer<Speed>(['speed', period], path, ['all', 'points', 'models'], { keep: true });
}
