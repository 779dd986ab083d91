import { type Period, spanOf } from '../time/period.ts';
import { type Span, spanOfDays } from '../time/ranges.ts';
import type { Question } from './early.ts';
import { mePath, overviewPath, requestsPath, statusPath, withQuery } from './paths.ts';

/** When and where the reader is. */
interface Here {
  /** IANA name. */
  readonly timeZone: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What is known of whoever reads. */
export const ME_KEY = 'me';

export function askMe({ timeZone }: Pick<Here, 'timeZone'>): Question {
  return { key: [ME_KEY], path: withQuery(mePath, { timeZone }) };
}

export function askStatus({ timeZone }: Pick<Here, 'timeZone'>): Question {
  return { key: ['status'], path: withQuery(statusPath, { timeZone }) };
}

/** Figures of the last `days` days, today included. */
export function askOverviewOfDays(days: number, { timeZone, now }: Here): Question {
  return askOverview(days, spanOfDays(days, now(), timeZone), timeZone);
}

export function askOverviewOf(period: Period, { timeZone, now }: Here): Question {
  return askOverview(period, spanOf(period, now(), timeZone), timeZone);
}

function askOverview(key: unknown, { from, to }: Span, timeZone: string): Question {
  return { key: ['overview', key], path: withQuery(overviewPath, { from, to, timeZone }) };
}

/** The newest requests, at most `limit`. */
export function askRequests(limit: number): Question {
  return { key: ['requests', limit], path: withQuery(requestsPath, { limit }) };
}
