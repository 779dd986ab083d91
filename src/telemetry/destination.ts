import type { DestinationKind } from '../domain/destinations.ts';
import type { ScoreDelivery } from '../domain/score.ts';
import type { CallTrace } from '../domain/traceExport.ts';

/** A place that traces are sent to. Knows its wire; knows nothing of queues. */
export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  /** Without secrets. */
  readonly address: string;
  readonly wantsContent: boolean;
  /** What the last exchange found there, where that is looked at. */
  readonly found?: Pick<DestinationProbe, 'transport' | 'version'> | undefined;
  /** Throws DestinationUnavailable where another try can help: the traces are kept. What it refuses is dropped. */
  send(traces: readonly CallTrace[], signal: AbortSignal): Promise<SendOutcome>;
  /** Whether it is there and lets us in. Sends no trace; never throws. */
  probe(signal: AbortSignal): Promise<DestinationProbe>;
  /** Whether it shows this one; where it is missing, `score` takes all. */
  takesScore?(delivery: ScoreDelivery): boolean;
  /** Present where it shows judgements. Takes one back where the delivery says so. Throws DestinationUnavailable as `send` does; gives back why it was refused. */
  score?(delivery: ScoreDelivery, signal: AbortSignal): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface SendOutcome {
  readonly accepted: number;
  readonly refused: readonly RefusedTrace[];
}

export interface RefusedTrace {
  readonly callId: string;
  readonly reason: string;
}

export interface DestinationProbe {
  readonly ok: boolean;
  /** In words, without secrets. */
  readonly detail: string;
  readonly version?: string | undefined;
  readonly transport?: string | undefined;
}

/** Network, 5xx, 429, or a key that somebody has to mend: another try can help. */
export class DestinationUnavailable extends Error {
  /** How long the other side asked us to wait, ms. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'DestinationUnavailable';
    this.retryAfterMs = retryAfterMs;
  }
}
