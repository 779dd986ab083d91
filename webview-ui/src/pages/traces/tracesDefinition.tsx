import type { PageDefinition } from '../../app/pageDefinition.ts';
import { TasksPage } from './tasksPage.tsx';

export const tracesDefinition: PageDefinition = {
  name: 'traces',
  title: (strings) => strings.traces.title,
  render: () => <TasksPage />,
};
