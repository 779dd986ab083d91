import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cachePlanOf, cachePointStates, findCacheBreak } from '../../../src/domain/cacheHistory.ts';
import { describeCachePlan, parseCachePlan } from '../../../src/domain/cachePlan.ts';
import type { TokenUsage } from '../../../src/domain/chat.ts';
import type { SpendRecord } from '../../../src/domain/spend.ts';
import { attempt, NOON, spendRecord } from '../storage/support.ts';

const PLAN =
  'automatic: tools.12 (~2000 tokens), system.0 (~5000 tokens), messages.16 (~9000 tokens), messages.18 (~11000 tokens)';

function usage(read: number, written: number, writtenForLong = 0): TokenUsage {
  const cached = { cacheReadTokens: read, cacheWrite5mTokens: written, cacheWrite1hTokens: writtenForLong };
  return { inputTokens: 100, outputTokens: 20, raw: {}, ...cached };
}

function request(values: Partial<SpendRecord> = {}, plan = PLAN): SpendRecord {
  const notes = [{ code: 'cache-plan', detail: plan }] as const;
  return spendRecord({ usage: usage(9000, 2000), attempts: [attempt({ notes })], ...values });
}

describe('a cache plan', () => {
  it('is read back from the line that it was noted in', () => {
    const place = fc.constantFrom('tools' as const, 'system' as const, 'messages' as const);
    const point = fc.record({ place, index: fc.nat(), tokens: fc.nat() });
    const plan = fc.oneof(
      fc.record({
        source: fc.constantFrom('automatic' as const, 'client' as const),
        points: fc.array(point, { minLength: 1 }),
      }),
      fc.record({ source: fc.constant('none' as const), points: fc.constant([]), reason: fc.string({ minLength: 1 }) }),
      fc.record({ source: fc.constant('config' as const), points: fc.constant([]) }),
    );
    fc.assert(
      fc.property(plan, (given) => {
        expect(parseCachePlan(describeCachePlan(given))).toEqual(given);
      }),
    );
  });

  it('of another version is none', () => {
    expect(parseCachePlan('sometimes: here and there')).toBe(undefined);
    expect(cachePlanOf({ attempts: [attempt()] })).toBe(undefined);
  });

  it('has been hit up to the point that the provider read to, and written behind it', () => {
    const { points } = cachePlanOf(request()) ?? { points: [] };
    expect(cachePointStates(points, usage(9000, 2000))).toEqual(['hit', 'hit', 'hit', 'written']);
    expect(cachePointStates(points, usage(0, 11_400))).toEqual(['written', 'written', 'written', 'written']);
    expect(cachePointStates(points, usage(11_400, 0))).toEqual(['hit', 'hit', 'hit', 'hit']);
    expect(cachePointStates(points, usage(0, 0))).toEqual(['unused', 'unused', 'unused', 'unused']);
    expect(cachePointStates(points, undefined)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is read right though the provider counts a third more tokens than were estimated', () => {
    const { points } = cachePlanOf(request()) ?? { points: [] };
    expect(cachePointStates(points, usage(6700, 8000))).toEqual(['hit', 'hit', 'written', 'written']);
  });
});

describe('a cache that was not hit as before', () => {
  const before = request({ callId: 'before', startedAt: NOON, endedAt: NOON + 2000 });
  const next = (values: Partial<SpendRecord>, plan?: string): SpendRecord =>
    request(
      { callId: 'now', startedAt: NOON + 60_000, endedAt: NOON + 62_000, usage: usage(0, 12_000), ...values },
      plan,
    );
  const reason = (now: SpendRecord, bodies?: { before: unknown; now: unknown }) => findCacheBreak(now, before, bodies);

  it('is none where what was cached is read, or nothing was cached', () => {
    expect(reason(next({ usage: usage(11_000, 500) }))).toBe(undefined);
    expect(reason(next({ usage: undefined }))).toBe(undefined);
    expect(findCacheBreak(next({}), request({ usage: usage(0, 0) }), undefined)).toBe(undefined);
  });

  it('was on another model, or the same one elsewhere', () => {
    expect(reason(next({ region: 'us-west-2' }))).toEqual({
      code: 'other-model',
      detail: 'us.anthropic.claude, us-east-1 → us.anthropic.claude, us-west-2',
      lostTokens: 11_000,
    });
  });

  it('has expired after five minutes, after an hour where that was asked for', () => {
    const late = { startedAt: NOON + 400_000 };
    expect(reason(next(late))).toMatchObject({ code: 'expired', detail: '398 s > 300 s' });
    const forLong = request({ callId: 'before', endedAt: NOON, usage: usage(0, 0, 9000) });
    expect(findCacheBreak(next(late), forLong, undefined)).toMatchObject({ code: 'unknown' });
  });

  it('had no points', () => {
    expect(reason(next({}, 'none: switched off by the key'))).toMatchObject({
      code: 'no-points',
      detail: 'switched off by the key',
    });
  });

  it('has other tools, or another system text, as far as the plans tell', () => {
    expect(reason(next({}, PLAN.replace('tools.12 (~2000', 'tools.13 (~2300')))).toMatchObject({
      code: 'tools',
      detail: '~2000 → ~2300 tokens',
    });
    expect(reason(next({}, PLAN.replace('~5000', '~5100')))).toMatchObject({ code: 'system' });
    expect(reason(next({}))).toMatchObject({ code: 'unknown', lostTokens: 11_000 });
  });

  it('has another beginning, as the bodies tell where they are kept', () => {
    const body = (messages: readonly unknown[], tools: readonly unknown[] = [{ name: 'read' }]) => ({
      tools,
      messages,
    });
    const said = (role: string, content: string) => ({ role, content });
    const old = body([said('system', 'Be brief.'), said('user', 'Hello')]);
    const compare = (now: unknown) => reason(next({}), { before: old, now });
    expect(compare(body([said('system', 'Be brief.'), said('user', 'Hallo')]))).toMatchObject({
      code: 'messages',
      detail: '2',
    });
    expect(compare(body([said('system', 'It is 12:01.'), said('user', 'Hello')]))).toMatchObject({ code: 'system' });
    expect(compare(body([], []))).toMatchObject({ code: 'tools', detail: '1 → 0' });
    const marked = { ...said('user', 'Hello'), cache_control: { type: 'ephemeral' } };
    expect(compare(body([said('system', 'Be brief.'), marked, said('assistant', 'Hi')]))).toMatchObject({
      code: 'unknown',
    });
  });
});
