import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPaced, PaceWindow } from '../../../../src/domain/routing/pacing.ts';
import { deployment } from '../../../support/settings.ts';

describe('the place at a deployment', () => {
  it('is free without limits, and nothing is paced then', () => {
    expect(isPaced(deployment({}))).toBe(false);
    expect(new PaceWindow().room(deployment({}), 1e9, 0)).toEqual({ kind: 'now' });
  });

  it('comes with the end of a running request, under max_parallel_requests', () => {
    const [window, one] = [new PaceWindow(), deployment({ maxParallelRequests: 1 })];
    const ticket = window.take(0, 0);
    expect(window.room(one, 0, 0)).toEqual({ kind: 'later' });
    window.release(ticket, undefined);
    expect(window.room(one, 0, 0)).toEqual({ kind: 'now' });
  });

  it('comes when the oldest request is a minute old, under rpm', () => {
    const [window, two] = [new PaceWindow(), deployment({ rpm: 2 })];
    window.take(0, 500);
    window.take(0, 10_500);
    expect(window.room(two, 0, 20_000)).toEqual({ kind: 'at', at: 61_000 });
    expect(window.room(two, 0, 61_000)).toEqual({ kind: 'now' });
  });

  it('comes when enough tokens are a minute old, under tpm', () => {
    const [window, limited] = [new PaceWindow(), deployment({ tpm: 100 })];
    window.take(60, 0);
    window.take(30, 5000);
    expect(window.room(limited, 10, 6000)).toEqual({ kind: 'now' });
    expect(window.room(limited, 11, 6000)).toEqual({ kind: 'at', at: 61_000 });
    expect(window.room(limited, 71, 6000)).toEqual({ kind: 'at', at: 66_000 });
  });

  it('is had by a request that is larger than the whole limit, in an empty minute', () => {
    const [window, limited] = [new PaceWindow(), deployment({ tpm: 100 })];
    expect(window.room(limited, 5000, 0)).toEqual({ kind: 'now' });
    window.take(5000, 0);
    expect(window.room(limited, 1, 0)).toEqual({ kind: 'at', at: 61_000 });
  });

  it('counts the tokens that were taken when they are known', () => {
    const [window, limited] = [new PaceWindow(), deployment({ tpm: 100 })];
    window.release(window.take(100, 0), 40);
    expect(window.room(limited, 60, 30_000)).toEqual({ kind: 'now' });
    window.release(window.take(10, 30_000), 60);
    expect(window.room(limited, 1, 30_000)).toEqual({ kind: 'at', at: 61_000 });
  });

  it('remembers nothing for longer than needed', () => {
    const window = new PaceWindow();
    const ticket = window.take(1, 0);
    expect(window.isIdle(100_000)).toBe(false);
    window.release(ticket, undefined);
    expect(window.isIdle(60_999)).toBe(true);
  });

  it('never lets more than rpm requests and tpm tokens go out within any 60 s, and loses nobody', () => {
    const arrivals = fc.array(fc.record({ gap: fc.nat(20_000), tokens: fc.integer({ min: 1, max: 50 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 50, max: 120 }), (list, rpm, tpm) => {
        const [window, limited] = [new PaceWindow(), deployment({ rpm, tpm })];
        const sent: { at: number; tokens: number }[] = [];
        let now = 0;
        for (const { gap, tokens } of list) {
          now += gap;
          for (
            let room = window.room(limited, tokens, now);
            room.kind === 'at';
            room = window.room(limited, tokens, now)
          ) {
            expect(room.at).toBeGreaterThan(now);
            now = room.at;
          }
          window.release(window.take(tokens, now), undefined);
          sent.push({ at: now, tokens });
        }
        expect(sent).toHaveLength(list.length);
        for (const { at } of sent) {
          const within = sent.filter((other) => other.at > at - 60_000 && other.at <= at);
          expect(within.length).toBeLessThanOrEqual(rpm);
          expect(within.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(tpm);
        }
      }),
    );
  });
});
