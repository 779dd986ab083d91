import type { TaskWords } from '../words/task.ts';

export const task: TaskWords = {
  task: {
    problem: 'The task could not be read',
    context: 'Context',
    perRequest: 'tokens that went in, per request',
    most: (tokens) => `at most ${tokens}`,
    turn: 'Request',
    turnTitle: (turn, tokens, cached) => `Request ${turn}: ${tokens} tokens, ${cached} of them from the cache`,
    cacheWrite: 'Cache write',
    told: 'told by the agent',
    toolCalls: 'Tool calls / failed',
    edits: 'Edits accepted / rejected',
    lines: 'Lines added / removed',
    votes: 'Votes up / down',
  },
};
