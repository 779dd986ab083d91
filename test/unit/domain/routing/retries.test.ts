import { describe, expect, it } from 'vitest';
import { type ErrorKind, GatewayError } from '../../../../src/domain/errors.ts';
import { endsTries, isRetried, policyRetries, retryDelay } from '../../../../src/domain/routing/retries.ts';
import { router } from '../../../support/settings.ts';

const error = (kind: ErrorKind, retryAfterSeconds?: number) =>
  new GatewayError(kind, 'x', retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 });

describe('what is tried again', () => {
  it.each(['timeout', 'conflict', 'rate-limit', 'internal', 'unavailable', 'connection'] as const)('%s', (kind) => {
    expect(isRetried(error(kind), false)).toBe(true);
  });
  it.each(['bad-request', 'context-window', 'content-policy', 'not-found', 'too-large'] as const)('not %s', (kind) => {
    expect(isRetried(error(kind), true)).toBe(false);
  });
  it.each(['authentication', 'permission'] as const)('%s, at another deployment', (kind) => {
    expect(isRetried(error(kind), true)).toBe(true);
    expect(isRetried(error(kind), false)).toBe(false);
  });
  it('nothing when the client has left, or nobody is there to ask', () => {
    expect(endsTries(error('cancelled'))).toBe(true);
    expect(endsTries(error('no-deployment'))).toBe(true);
    expect(endsTries(error('rate-limit'))).toBe(false);
  });
});

describe('retry_policy', () => {
  it('counts each kind of error on its own', () => {
    const retryPolicy = {
      'bad-request': 1,
      authentication: 2,
      timeout: 3,
      'rate-limit': 4,
      'content-policy': 5,
      'internal-server': 6,
    };
    const settings = router({ retryPolicy });
    const kinds = ['bad-request', 'authentication', 'timeout', 'rate-limit', 'content-policy', 'internal'] as const;
    expect(kinds.map((kind) => policyRetries(error(kind), 'group', settings))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(policyRetries(error('unavailable'), 'group', settings)).toBe(6);
    expect(policyRetries(error('not-found'), 'group', settings)).toBeUndefined();
  });
  it('takes a content policy error for a bad request where it has no figure of its own', () => {
    expect(policyRetries(error('content-policy'), 'g', router({ retryPolicy: { 'bad-request': 1 } }))).toBe(1);
  });
  it("gives way to the group's own", () => {
    const settings = router({
      retryPolicy: { timeout: 1, 'rate-limit': 1 },
      groupRetryPolicies: { slow: { timeout: 7 } },
    });
    expect(policyRetries(error('timeout'), 'slow', settings)).toBe(7);
    expect(policyRetries(error('rate-limit'), 'slow', settings)).toBe(1);
    expect(policyRetries(error('timeout'), 'other', settings)).toBe(1);
  });
});

describe('the wait before a retry', () => {
  const settings = router({});
  const throttled = error('rate-limit');
  it('is none where another deployment is ready', () => {
    expect(retryDelay(0, throttled, true, settings, 0)).toBe(0);
  });
  it('is a Retry-After of up to a minute, and no longer one', () => {
    expect(retryDelay(0, error('rate-limit', 7), false, settings, 0)).toBe(7000);
    expect(retryDelay(0, error('rate-limit', 60), false, settings, 0)).toBe(60_000);
    expect(retryDelay(0, error('rate-limit', 61), false, settings, 0)).toBe(500);
  });
  it('doubles from half a second to eight', () => {
    expect([0, 1, 2, 3, 4, 5].map((retry) => retryDelay(retry, throttled, false, settings, 0))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000,
    ]);
  });
  it('is retry_after at least', () => {
    expect(retryDelay(0, throttled, false, router({ retryAfterMs: 3000 }), 0)).toBe(3000);
  });
  it('has up to 0.75 s of jitter', () => {
    expect(retryDelay(0, throttled, false, settings, 1)).toBe(1250);
    expect(retryDelay(0, error('rate-limit', 7), false, settings, 1)).toBe(7750);
  });
});
