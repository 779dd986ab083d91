import type { FindingText } from '../text.ts';

export const liveTexts = {
  'budgets-none': { summary: 'No budget has a cap.' },
  'budgets-ok': { summary: 'All {count} budgets have room.' },
  'budget-nearly': {
    summary: '{spend} of {cap} are spent.',
    meaning: 'It begins again at {resets}.',
    fix: 'Raise the budget, or expect refusals.',
  },
  'budget-exhausted': {
    summary: 'The budget is used up: {spend} of {cap}.',
    meaning: 'Requests that count for it are refused. It begins again at {resets}.',
    fix: 'Raise it in the dashboard or over the API, or wait.',
  },
  'destinations-none': { summary: 'No traces are sent anywhere.' },
  'destination-ok': { summary: '{address} takes traces (waiting: {queued}).' },
  'destination-refuses': {
    summary: '{address} takes no traces (waiting: {queued}).',
    meaning: 'They are kept on disk and sent later.',
    fix: 'Mend what its words name: the address, the keys, or the server.',
  },
  'destination-paused': {
    summary: '{address} is paused (waiting: {queued}).',
    fix: 'Resume it in the dashboard, or POST /torii/destinations/{id}/resume.',
  },
  'destination-dropped': {
    summary: '{address} has refused {dropped} traces.',
    meaning: 'They are lost: it would not have taken them later either.',
    fix: 'See its last error in the dashboard.',
  },
} as const satisfies Readonly<Record<string, FindingText>>;
