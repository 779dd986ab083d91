/** When a deployment rests after a failure, and for how long. Source: LiteLLM's router_utils/cooldown_handlers.py. */
import type { Deployment } from '../deployment.ts';
import type { GatewayError } from '../errors.ts';
import { policyCount, type RouterSettings } from './routerSettings.ts';

/** What happened at a deployment, the failure in question included. */
export interface FailureCounts {
  /** Of this minute. */
  readonly minuteFailures: number;
  readonly minuteSuccesses: number;
  /** Failures that followed each other within the cooldown time. */
  readonly recentFailures: number;
}

/** LiteLLM's own `allowed_fails`: whoever writes it has changed nothing. */
const DEFAULT_ALLOWED_FAILS = 3;
/** Share of failures in a minute that is too high, and the least requests for a share to mean something. */
const HIGH_FAILURE_SHARE = 0.5;
const FEWEST_REQUESTS = 5;
/** With this much traffic a deployment rests that fails always, even without another one. */
const HEAVY_TRAFFIC = 1000;

/** How long a deployment rests after a failure that is its fault, in ms; 0 for not at all. */
export function cooldownAfter(
  error: GatewayError,
  deployment: Deployment,
  groupSize: number,
  counts: FailureCounts,
  router: RouterSettings,
): number {
  if (router.disableCooldowns) return 0;
  const allowed = allowedFails(error, router);
  const rests = allowed === undefined ? byDefault(error, groupSize, counts) : counts.recentFailures > allowed;
  return rests ? (deployment.cooldownMs ?? error.retryAfterMs ?? router.cooldownMs) : 0;
}

/** 401, 404, 408, 429 and from 500 on; a connection that broke says nothing about the deployment behind it. */
export function isItsFault({ kind, status }: GatewayError): boolean {
  if (kind === 'connection' || kind === 'no-deployment' || kind === 'budget') return false;
  return status === 401 || status === 404 || status === 408 || status === 429 || status >= 500;
}

/** Undefined where the default rules hold. */
function allowedFails(error: GatewayError, router: RouterSettings): number | undefined {
  const general = router.allowedFails === DEFAULT_ALLOWED_FAILS ? undefined : router.allowedFails;
  if (router.allowedFailsPolicy === undefined) return general;
  return policyCount(error, router.allowedFailsPolicy) ?? router.allowedFails ?? DEFAULT_ALLOWED_FAILS;
}

function byDefault(error: GatewayError, groupSize: number, counts: FailureCounts): boolean {
  if (error.status === 401 || error.status === 404) return true;
  const requests = counts.minuteFailures + counts.minuteSuccesses;
  if (counts.minuteSuccesses === 0 && requests >= HEAVY_TRAFFIC) return true;
  if (groupSize < 2) return false;
  if (error.status === 429) return true;
  return requests >= FEWEST_REQUESTS && counts.minuteFailures / requests > HIGH_FAILURE_SHARE;
}
