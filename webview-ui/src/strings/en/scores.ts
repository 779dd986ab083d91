import type { ScoreWords } from '../words/scores.ts';

export const scores: ScoreWords = {
  scores: {
    title: 'Scores',
    hint: 'also sent to the destinations of traces',
    problem: 'The scores could not be read',
    names: { thumb: 'Rating', quality: 'Quality' },
    good: 'Good',
    bad: 'Bad',
    name: 'Name',
    firstName: 'quality',
    kind: 'Kind of value',
    number: 'Number',
    label: 'Label',
    value: 'Value',
    comment: 'Comment',
    add: 'Add score',
    own: 'Number, label or comment…',
    remove: (name) => `Remove ${name}`,
  },
};
