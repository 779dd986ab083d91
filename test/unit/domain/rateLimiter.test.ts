import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RATE_WINDOW_MS, type RateLease, RateLimiter, type RateRule } from '../../../src/domain/rateLimiter.ts';

const rule = (limits: Partial<RateRule>): RateRule => ({ name: 'api_key', id: 'k', ...limits });

function admitted(limiter: RateLimiter, rules: readonly RateRule[], tokens = 0, now = 0): RateLease {
  const admission = limiter.admit(rules, tokens, now);
  if (!admission.admitted) throw new Error(`refused by ${admission.refused.type}`);
  return admission.lease;
}

describe('the rate limiter', () => {
  it('admits as many requests as fit a window, which begins with the first of them', () => {
    const limiter = new RateLimiter();
    const rules = [rule({ rpm: 2 })];
    expect(admitted(limiter, rules, 0, 1000).statuses).toEqual([
      { name: 'api_key', id: 'k', type: 'requests', limit: 2, remaining: 1, resetsAt: 61_000 },
    ]);
    admitted(limiter, rules, 0, 60_999).end(0);
    expect(limiter.admit(rules, 0, 60_999)).toMatchObject({
      admitted: false,
      refused: { type: 'requests', limit: 2, remaining: 0, resetsAt: 61_000 },
    });
    admitted(limiter, rules, 0, 61_000);
  });

  it('reserves tokens and puts them right afterwards', () => {
    const limiter = new RateLimiter();
    const rules = [rule({ tpm: 100 })];
    const lease = admitted(limiter, rules, 60);
    expect(limiter.admit(rules, 41, 1)).toMatchObject({ refused: { type: 'tokens', remaining: 40 } });
    lease.end(30);
    lease.end(30);
    expect(admitted(limiter, rules, 70, 2).statuses[0]).toMatchObject({ remaining: 0 });
  });

  it('lets a request that is larger than its limit pass once a window, and none where the limit is 0', () => {
    const limiter = new RateLimiter();
    admitted(limiter, [rule({ tpm: 100 })], 500);
    expect(limiter.admit([rule({ tpm: 100 })], 1, 1)).toMatchObject({ admitted: false });
    expect(limiter.admit([rule({ id: 'other', tpm: 0 })], 0, 1).admitted).toBe(true);
    expect(limiter.admit([rule({ id: 'other', tpm: 0 })], 1, 1).admitted).toBe(false);
  });

  it('puts nothing right in a window that came after', () => {
    const limiter = new RateLimiter();
    const rules = [rule({ tpm: 100 })];
    const lease = admitted(limiter, rules, 90, 0);
    admitted(limiter, rules, 10, RATE_WINDOW_MS);
    lease.end(5);
    expect(limiter.admit(rules, 91, RATE_WINDOW_MS + 1)).toMatchObject({ refused: { remaining: 90 } });
  });

  it('counts a request that one rule refuses in none of them', () => {
    const limiter = new RateLimiter();
    const [tight, wide] = [rule({ rpm: 1 }), rule({ name: 'team', rpm: 3 })];
    admitted(limiter, [wide, tight]);
    expect(limiter.admit([wide, tight], 0, 1)).toMatchObject({ refused: { name: 'api_key' } });
    expect(admitted(limiter, [wide], 0, 2).statuses).toMatchObject([{ remaining: 1 }]);
  });

  it('gives places back, once each, also those of a window that is over', () => {
    const limiter = new RateLimiter();
    const rules = [rule({ maxParallel: 1 })];
    const first = admitted(limiter, rules);
    expect(limiter.admit(rules, 0, RATE_WINDOW_MS * 3)).toMatchObject({ refused: { type: 'max_parallel_requests' } });
    first.end(0);
    first.end(0);
    admitted(limiter, rules);
    expect(limiter.admit(rules, 0, 1)).toMatchObject({ admitted: false });
  });

  it('forgets those who have not called for a window', () => {
    const limiter = new RateLimiter();
    for (let caller = 0; caller < 5000; caller++) {
      admitted(limiter, [rule({ id: `k${caller}`, rpm: 1 })], 0, caller * 100).end(0);
    }
    expect(limiter.size).toBeLessThan(2000);
  });

  it('never admits more than its limits, in any order of requests and ends', () => {
    const step = fc.record({ tokens: fc.nat({ max: 60 }), wait: fc.nat({ max: 20_000 }), ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const limiter = new RateLimiter();
        const rules = [rule({ rpm: 5, tpm: 100, maxParallel: 3 })];
        const running: RateLease[] = [];
        let now = 0;
        let window = { start: Number.NEGATIVE_INFINITY, requests: 0 };
        for (const { tokens, wait, ends } of steps) {
          now += wait;
          if (ends) running.shift()?.end(0);
          if (now - window.start >= RATE_WINDOW_MS) window = { start: now, requests: 0 };
          const admission = limiter.admit(rules, tokens, now);
          if (!admission.admitted) continue;
          running.push(admission.lease);
          window.requests++;
          expect(running.length).toBeLessThanOrEqual(3);
          expect(window.requests).toBeLessThanOrEqual(5);
        }
        for (const lease of running) lease.end(0);
        const places = [1, 2, 3].map(() => limiter.admit([rule({ maxParallel: 3 })], 0, now + RATE_WINDOW_MS));
        expect(places.every((place) => place.admitted)).toBe(true);
      }),
    );
  });
});
