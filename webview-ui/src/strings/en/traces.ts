import type { TracesWords } from '../words/traces.ts';

export const traces: TracesWords = {
  traces: {
    title: 'Tasks',
    task: 'Task',
    agent: 'Agent',
    none: 'No tasks in this period',
    noneHint:
      'A task is one piece of work of an agent: its requests, added up. Point an agent at Torii and ask it something.',
    problem: 'The tasks could not be read',
  },
};
