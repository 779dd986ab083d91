import type { RequestDetail } from '../../../src/protocol/api.ts';

export type Attempt = RequestDetail['attempts'][number];

/** One attempt on the time line of its request. `start`, `firstToken` and `end` are parts of the whole, 0 to 1. */
export interface Lane {
  readonly attempt: Attempt;
  readonly start: number;
  /** Equal to `start` where no token came. */
  readonly firstToken: number;
  readonly end: number;
}

export interface TimeLine {
  readonly lanes: readonly Lane[];
  /** Milliseconds from the first attempt to the end of the last. */
  readonly durationMs: number;
}

/** Attempts as bars on one time line. */
export function toTimeLine(attempts: readonly Attempt[]): TimeLine {
  const from = Math.min(...attempts.map(({ startedAt }) => startedAt));
  const to = Math.max(...attempts.map(({ startedAt, durationMs }) => startedAt + durationMs));
  const whole = Math.max(to - from, 1);
  const lanes = attempts.map((attempt) => {
    const start = (attempt.startedAt - from) / whole;
    const end = (attempt.startedAt + attempt.durationMs - from) / whole;
    const firstToken = start + (attempt.timeToFirstTokenMs ?? 0) / whole;
    return { attempt, start, end, firstToken: Math.min(firstToken, end) };
  });
  return { lanes, durationMs: attempts.length === 0 ? 0 : to - from };
}
