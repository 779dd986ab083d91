import type { ErrorKind } from './errors.ts';
import type { LatencySummary } from './ports.ts';

/** Epoch ms, `from` inclusive, `to` exclusive; `timeZone` is an IANA name. */
export interface InsightRange {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** Length of a point on a line of time. */
export type InsightStep = 'hour' | 'day';

/** How fast answers came. All percentiles are nearest rank, over what was measured. */
export interface SpeedSummary extends LatencySummary {
  /** Answers that the figures come from. */
  readonly measured: number;
  /** Output tokens per second after the first token; undefined where nothing streamed. */
  readonly tokensPerSecondP50: number | undefined;
}

export interface SpeedPoint extends SpeedSummary {
  /** Epoch ms. */
  readonly start: number;
  readonly modelGroup: string;
}

export interface SpeedSeries {
  readonly step: InsightStep;
  /** One of how many answers was measured: 1 up to 20 000 answers, more beyond that. */
  readonly oneIn: number;
  readonly all: readonly Omit<SpeedPoint, 'modelGroup'>[];
  readonly points: readonly SpeedPoint[];
  readonly models: readonly (SpeedSummary & { readonly modelGroup: string })[];
}

/** Failures that are alike: same kind, same provider's code, same model. */
export interface FailureGroup {
  readonly kind: ErrorKind;
  readonly code: string | undefined;
  readonly httpStatus: number;
  readonly modelGroup: string;
  readonly provider: string | undefined;
  readonly count: number;
  /** Epoch ms of the newest, which `callId` and `message` are of. */
  readonly lastAt: number;
  readonly callId: string;
  readonly message: string;
}

export interface FailureBucket {
  readonly start: number;
  readonly kind: ErrorKind;
  readonly count: number;
}

export interface FailureReport {
  readonly step: InsightStep;
  /** Most frequent first. */
  readonly groups: readonly FailureGroup[];
  readonly buckets: readonly FailureBucket[];
}

/** What the ledger tells beside sums. */
export interface SpendInsights {
  /** Of successful requests, over time and by model group. */
  speed(range: InsightRange): Promise<SpeedSeries>;
  /** Of failed requests; of one model group where it is named. */
  failures(range: InsightRange, modelGroup: string | undefined): Promise<FailureReport>;
}
