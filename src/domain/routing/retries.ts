/** Whether, how often and when a group is tried again. Source: LiteLLM's router.py (should_retry_this_error, _time_to_sleep_before_retry). */
import type { GatewayError } from '../errors.ts';
import { policyCount, type RouterSettings } from './routerSettings.ts';

/** What a retry policy says for an error in this group; undefined where none speaks of it. A group's own policy wins. */
export function policyRetries(error: GatewayError, group: string, router: RouterSettings): number | undefined {
  const own = Object.hasOwn(router.groupRetryPolicies, group) ? router.groupRetryPolicies[group] : undefined;
  return policyCount(error, own) ?? policyCount(error, router.retryPolicy);
}

/** Errors that end a group's tries whatever the config says: nobody waits any more, or nobody is left to ask. */
export function endsTries(error: GatewayError): boolean {
  return error.kind === 'cancelled' || error.kind === 'no-deployment';
}

/**
 * Whether an error may pass when it is tried again, where no retry policy decides: 408, 409, 429 and from 500 on, unless
 * the provider's module knows better; 401 and 403 where another deployment, with credentials of its own, is ready.
 */
export function isRetried(error: GatewayError, anotherReady: boolean): boolean {
  if (error.status === 401 || error.status === 403) return anotherReady;
  return error.retryable;
}

/** Longest `Retry-After` that is honoured. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8000;
const JITTER_MS = 750;

/** Wait before the next try in ms. `retry` counts from 0; no wait where another deployment is ready. */
export function retryDelay(
  retry: number,
  error: GatewayError,
  anotherReady: boolean,
  router: RouterSettings,
  draw: number,
): number {
  if (anotherReady) return 0;
  const asked = error.retryAfterMs;
  const jitter = draw * JITTER_MS;
  if (asked !== undefined && asked > 0 && asked <= LONGEST_RETRY_AFTER_MS) return asked + jitter;
  const backoff = FIRST_BACKOFF_MS * 2 ** retry;
  return Math.min(Math.max(backoff, router.retryAfterMs), LONGEST_BACKOFF_MS) + jitter;
}
