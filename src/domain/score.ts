/** A judgement on a trace or a task, by a person or over the API. */
export const SCORE_TYPES = ['NUMERIC', 'BOOLEAN', 'CATEGORICAL', 'TEXT'] as const;

/** Langfuse's kinds: a number, a thumb (1 or 0), a label, a remark. */
export type ScoreType = (typeof SCORE_TYPES)[number];

export interface Score {
  readonly id: string;
  readonly name: string;
  /** A text for CATEGORICAL and TEXT. */
  readonly value: number | string;
  readonly dataType: ScoreType;
  readonly comment: string | undefined;
  readonly target: ScoreTarget;
  /** Alias or name of whoever gave it. */
  readonly author: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** What is judged: a call by its id, or a task. */
export type ScoreTarget =
  | { readonly kind: 'trace'; readonly callId: string }
  | { readonly kind: 'task'; readonly taskId: string };

/** A score on its way, with the names that destinations know its target by. */
export interface ScoreDelivery {
  readonly score: Score;
  /** The trace as it was exported; undefined for a task. */
  readonly traceId: string | undefined;
  /** The session as it was exported; undefined for a trace. */
  readonly sessionId: string | undefined;
  /** It was taken back: its target has no names then, the score's id has to do. */
  readonly removed?: boolean | undefined;
}

export interface ScoreStore {
  add(score: Score): Promise<void>;
  /** Oldest first. */
  list(target: ScoreTarget): Promise<readonly Score[]>;
  /** Gives it back as it was; undefined where there is none. */
  remove(id: string): Promise<Score | undefined>;
}

export interface ScoreSink {
  /** Has a score sent to, or taken back from, the destinations that show it. Never throws, never waits. */
  offerScore(delivery: ScoreDelivery): void;
}
