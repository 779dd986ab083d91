import type { PageDefinition } from '../../app/pageDefinition.ts';
import { TaskPage } from './taskPage.tsx';
import { TracePage } from './tracePage.tsx';
import { TracesPage } from './tracesPage.tsx';

/** `#/traces`: the list; `#/traces/<call id>`: a request; `#/traces/task/<task id>`: a task. */
export const tracesDefinition: PageDefinition = {
  name: 'traces',
  title: (strings) => strings.traces.title,
  render: (route) => {
    const [first, second] = route.path;
    if (first === 'task' && second !== undefined) return <TaskPage id={second} />;
    return first === undefined ? <TracesPage route={route} /> : <TracePage callId={first} />;
  },
};
