/** The tracking server that the config names, as people look after it. */
export interface MlflowServerState {
  /** `plain` is one that somebody runs; the others are SageMaker's. */
  readonly kind: 'plain' | 'tracking-server' | 'app';
  /** For people; without secrets. */
  readonly address: string;
  readonly name: string | undefined;
  readonly arn: string | undefined;
  readonly region: string | undefined;
  /** SageMaker's word, e.g. `Created`, `Stopped`, `Starting`; undefined for a plain server. */
  readonly status: string | undefined;
  /** Whether it answers calls. */
  readonly active: boolean;
  readonly version: string | undefined;
  /** `Small`, `Medium` or `Large`; undefined for what has no size. */
  readonly size: string | undefined;
  readonly artifactStore: string | undefined;
  /** Where the calls are recorded. */
  readonly experiments: readonly string[];
  /** It can be started and stopped from here. */
  readonly stoppable: boolean;
}

/** The way into a tracking server's own pages. */
export interface MlflowLink {
  /** A secret where it is `singleUse`. */
  readonly url: string;
  /** Seconds until it must have been used; undefined for an address that stays. */
  readonly expiresInS: number | undefined;
  readonly singleUse: boolean;
}

/**
 * Every method throws a GatewayError: `not-found` where the config names no MLflow, `conflict` for what this kind of
 * server cannot do, and what the other side says otherwise.
 */
export interface MlflowControl {
  describe(signal: AbortSignal): Promise<MlflowServerState>;
  /** Takes minutes; resolves when it has begun. */
  start(signal: AbortSignal): Promise<MlflowServerState>;
  stop(signal: AbortSignal): Promise<MlflowServerState>;
  link(signal: AbortSignal): Promise<MlflowLink>;
}
