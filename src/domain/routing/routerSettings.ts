import type { ErrorKind, GatewayError } from '../errors.ts';

/** Group name to the groups to try after it, in order. */
export type FallbackMap = Readonly<Record<string, readonly string[]>>;

export type RoutingStrategy =
  | 'simple-shuffle'
  | 'least-busy'
  | 'usage-based-routing'
  | 'usage-based-routing-v2'
  | 'latency-based-routing'
  | 'cost-based-routing';

/** Kinds of error for which the config may count on its own (`BadRequestErrorRetries`, `TimeoutErrorAllowedFails`, …). */
export type PolicyError =
  | 'bad-request'
  | 'authentication'
  | 'timeout'
  | 'rate-limit'
  | 'content-policy'
  | 'internal-server';

/** A count for each of some kinds of error. */
export type ErrorPolicy = Partial<Readonly<Record<PolicyError, number>>>;

/** The kind that a policy counts an error as, the closest first. Anything that the other side did wrong is a server error. */
const POLICY_KINDS: Partial<Readonly<Record<ErrorKind, readonly PolicyError[]>>> = {
  'bad-request': ['bad-request'],
  'context-window': ['bad-request'],
  'content-policy': ['content-policy', 'bad-request'],
  authentication: ['authentication'],
  timeout: ['timeout'],
  'rate-limit': ['rate-limit'],
  internal: ['internal-server'],
  unavailable: ['internal-server'],
};

/** What a policy says about an error; undefined where it says nothing. */
export function policyCount(error: GatewayError, policy: ErrorPolicy | undefined): number | undefined {
  if (policy === undefined) return undefined;
  const kind = POLICY_KINDS[error.kind]?.find((name) => policy[name] !== undefined);
  return kind === undefined ? undefined : policy[kind];
}

/** Waiting for a deployment's own limits (`rpm`, `tpm`, `max_parallel_requests`) in place of running into them. */
export interface PacingSettings {
  readonly enabled: boolean;
  /** Longest wait of a request, ms. */
  readonly maxWaitMs: number;
  /** Requests that may wait for one group. */
  readonly maxQueue: number;
}

export interface RouterSettings {
  readonly strategy: RoutingStrategy;
  /** `routing_strategy_args` of the latency strategy. */
  readonly latency: {
    /** ms for which a measurement counts. */
    readonly ttlMs: number;
    /** Deployments that are slower than the fastest by up to this share of its latency are drawn from, too. */
    readonly buffer: number;
  };
  /** Tries after the first one, within a group. */
  readonly numRetries: number;
  /** Tries by kind of error, in place of `numRetries`. */
  readonly retryPolicy: ErrorPolicy | undefined;
  /** The same for single groups; it wins. */
  readonly groupRetryPolicies: Readonly<Record<string, ErrorPolicy>>;
  readonly retryAfterMs: number;
  /** Total time for one attempt. */
  readonly timeoutMs: number;
  readonly streamTimeoutMs: number | undefined;
  readonly cooldownMs: number;
  /** Failures within the cooldown time that a deployment may have; undefined, or LiteLLM's 3, leaves it to the default rules. */
  readonly allowedFails: number | undefined;
  readonly allowedFailsPolicy: ErrorPolicy | undefined;
  readonly disableCooldowns: boolean;
  readonly fallbacks: FallbackMap;
  readonly defaultFallbacks: readonly string[];
  /** Undefined where the list is not set at all: then `fallbacks` serve these errors too. */
  readonly contextWindowFallbacks: FallbackMap | undefined;
  readonly contentPolicyFallbacks: FallbackMap | undefined;
  readonly maxFallbacks: number;
  /** The other deployments of a group are drawn, each once, before its fallbacks. */
  readonly weightedFailover: boolean;
  /** Alias to group. Hidden ones work but are not listed. */
  readonly aliases: Readonly<Record<string, { readonly group: string; readonly hidden: boolean }>>;
  readonly enablePreCallChecks: boolean;
  /** Undefined where tags do not decide; else whether one common tag is enough. */
  readonly tagFiltering: { readonly matchAny: boolean } | undefined;
  readonly pacing: PacingSettings;
  /** A stream that breaks off after its first content is continued by a fallback. */
  readonly continueStreams: boolean;
}
