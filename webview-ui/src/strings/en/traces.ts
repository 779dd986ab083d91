import type { TracesWords } from '../words/traces.ts';

export const traces: TracesWords = {
  traces: {
    title: 'Tasks',
    pageTitle: 'Tasks and traces',
    view: 'Show',
    task: 'Task',
    unknownClient: 'Unknown client',
    untitled: (who, time) => `${who}, ${time}`,
    agent: 'Agent',
    requests: 'Requests',
    last: 'Last request',
    answeredBy: 'Answered by',
    provider: 'Provider',
    session: 'Session',
    tags: 'Tags',
    error: 'Error',
    search: 'Search titles, models, errors, ids',
    keyAlias: 'Key alias',
    allModels: 'All models',
    allOutcomes: 'All outcomes',
    succeeded: 'Succeeded',
    failed: 'Failed',
    clear: 'Clear filters',
    paused: 'New requests show again at the top',
    problem: 'The traces could not be read',
    none: 'No tasks in this period',
    noneHint:
      'A task is one piece of work of an agent: its requests, added up. Point an agent at Torii and ask it something, or choose a longer period.',
    noneFound: 'Nothing fits these filters',
    noneFoundHint: 'Look in a longer period, or take a filter away.',
  },
};
