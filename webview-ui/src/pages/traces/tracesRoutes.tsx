import type { ReactNode } from 'react';
import type { Route } from '../../app/route.ts';
import { TaskPage } from './taskPage.tsx';
import { TracePage } from './tracePage.tsx';
import { TracesPage } from './tracesPage.tsx';

/** `#/traces`: the list; `#/traces/<call id>`: a request; `#/traces/task/<task id>`: a task. */
export function TracesRoutes({ route }: { route: Route }): ReactNode {
  const [first, second] = route.path;
  if (first === 'task' && second !== undefined) return <TaskPage id={second} />;
  return first === undefined ? <TracesPage route={route} /> : <TracePage callId={first} />;
}
