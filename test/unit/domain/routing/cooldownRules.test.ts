import { describe, expect, it } from 'vitest';
import { type ErrorKind, GatewayError } from '../../../../src/domain/errors.ts';
import { cooldownAfter, type FailureCounts, isItsFault } from '../../../../src/domain/routing/cooldownRules.ts';
import type { RouterSettings } from '../../../../src/domain/routing/routerSettings.ts';
import { deployment, router } from '../../../support/settings.ts';

interface Situation {
  readonly group?: number;
  readonly counts?: Partial<FailureCounts>;
  readonly router?: Partial<RouterSettings>;
  readonly cooldownMs?: number;
  readonly retryAfterMs?: number;
}

/** ms of rest in a group of two after a first failure, unless told otherwise. */
function rest(kind: ErrorKind, { group = 2, counts, router: settings = {}, cooldownMs, retryAfterMs }: Situation = {}) {
  const all = { minuteFailures: 1, minuteSuccesses: 0, recentFailures: 1, ...counts };
  const error = new GatewayError(kind, 'x', { retryAfterMs });
  return cooldownAfter(error, deployment({ cooldownMs }), group, all, router(settings));
}

describe('the default rules', () => {
  it('rest a throttled deployment that has siblings, and never a single one', () => {
    expect(rest('rate-limit')).toBe(5000);
    expect(rest('rate-limit', { group: 1 })).toBe(0);
  });
  it('rest a deployment whose credentials or model are refused, a single one too', () => {
    expect(rest('authentication', { group: 1 })).toBe(5000);
    expect(rest('not-found', { group: 1 })).toBe(5000);
  });
  it('rest a deployment when more than half of at least five requests of this minute failed', () => {
    expect(rest('unavailable', { counts: { minuteFailures: 3, minuteSuccesses: 2 } })).toBe(5000);
    expect(rest('unavailable', { counts: { minuteFailures: 2, minuteSuccesses: 2 } })).toBe(0);
    expect(rest('unavailable', { counts: { minuteFailures: 3, minuteSuccesses: 3 } })).toBe(0);
    expect(rest('unavailable', { group: 1, counts: { minuteFailures: 30 } })).toBe(0);
  });
  it('rest even a single one when all of a thousand failed', () => {
    expect(rest('unavailable', { group: 1, counts: { minuteFailures: 1000 } })).toBe(5000);
    expect(rest('unavailable', { group: 1, counts: { minuteFailures: 999 } })).toBe(0);
  });
  it('hold where allowed_fails is what it is by default', () => {
    expect(rest('rate-limit', { router: { allowedFails: 3 } })).toBe(5000);
  });
});

describe('allowed_fails', () => {
  it('rests a deployment with the first failure beyond it, and not before', () => {
    const settings = { allowedFails: 1 };
    expect(rest('unavailable', { group: 1, router: settings, counts: { recentFailures: 1 } })).toBe(0);
    expect(rest('unavailable', { group: 1, router: settings, counts: { recentFailures: 2 } })).toBe(5000);
    expect(rest('rate-limit', { router: settings })).toBe(0);
  });
  it('of 0 rests it at once', () => {
    expect(rest('timeout', { router: { allowedFails: 0 } })).toBe(5000);
  });
});

describe('allowed_fails_policy', () => {
  const allowedFailsPolicy = { 'rate-limit': 2, 'internal-server': 0 };
  it('counts each kind of error on its own, the others by allowed_fails', () => {
    const settings = { allowedFailsPolicy };
    expect(rest('rate-limit', { router: settings, counts: { recentFailures: 2 } })).toBe(0);
    expect(rest('rate-limit', { router: settings, counts: { recentFailures: 3 } })).toBe(5000);
    expect(rest('internal', { router: settings })).toBe(5000);
    expect(rest('timeout', { router: settings, counts: { recentFailures: 3 } })).toBe(0);
    expect(rest('timeout', { router: { ...settings, allowedFails: 2 }, counts: { recentFailures: 3 } })).toBe(5000);
  });
});

describe('the length of a rest', () => {
  it("is the deployment's, else the Retry-After, else the router's", () => {
    expect(rest('rate-limit', { cooldownMs: 1000, retryAfterMs: 2000 })).toBe(1000);
    expect(rest('rate-limit', { retryAfterMs: 2000, router: { cooldownMs: 3000 } })).toBe(2000);
    expect(rest('rate-limit', { router: { cooldownMs: 3000 } })).toBe(3000);
  });
  it('of 0 is no rest', () => {
    expect(rest('rate-limit', { cooldownMs: 0 })).toBe(0);
  });
  it('is 0 where cooldowns are off', () => {
    expect(rest('rate-limit', { router: { disableCooldowns: true } })).toBe(0);
  });
});

describe("a deployment's fault", () => {
  it.each(['authentication', 'not-found', 'timeout', 'rate-limit', 'internal', 'unavailable'] as const)(
    'is %s',
    (kind) => {
      expect(isItsFault(new GatewayError(kind, 'x'))).toBe(true);
    },
  );
  it.each(['bad-request', 'context-window', 'permission', 'connection', 'cancelled', 'budget'] as const)(
    'is not %s',
    (kind) => {
      expect(isItsFault(new GatewayError(kind, 'x'))).toBe(false);
    },
  );
});
