import type { UseQueryResult } from '@tanstack/react-query';
import type { TaskList } from '../../../../src/protocol/api.ts';
import { tasksPath, withQuery } from '../../api/paths.ts';
import { useAnswer } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { type Period, spanOf } from '../../time/period.ts';

const MOST = 200;

/** Tasks that were at work in a period, newest first. */
export function useTasks(period: Period): UseQueryResult<TaskList> {
  const { now, timeZone } = useDashboard();
  const path = (): string => {
    const { from, to } = spanOf(period, now(), timeZone);
    return withQuery(tasksPath, { from, to, limit: MOST });
  };
  return useAnswer<TaskList>(['tasks', period], path, ['tasks', 'total'], { keep: true });
}
