import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../../src/domain/deployment.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { Pacer, type PlaceWish } from '../../../../src/gateway/routing/pacer.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { deployment } from '../../../support/settings.ts';

function paced(...candidates: readonly Deployment[]) {
  const clock = new ManualClock();
  const pacer = new Pacer(clock);
  const wish = (given: Partial<PlaceWish> = {}): PlaceWish => ({
    group: 'group',
    key: 'key',
    tokens: 0,
    pacing: { enabled: true, maxWaitMs: 90_000, maxQueue: 3 },
    signal: new AbortController().signal,
    candidates: () => candidates,
    choose: ([first]) => first,
    ...given,
  });
  return { clock, pacer, wish };
}

describe('a request', () => {
  it('goes to the deployment with room before it waits for another', async () => {
    const { pacer, wish } = paced(deployment({ id: 'a', rpm: 1 }), deployment({ id: 'b', rpm: 1 }));
    expect((await pacer.take(wish())).deployment?.id).toBe('a');
    const second = await pacer.take(wish());
    expect(second).toMatchObject({ deployment: { id: 'b' }, waitMs: 0 });
  });

  it('waits until the minute has room, and says for how long', async () => {
    const { clock, pacer, wish } = paced(deployment({ rpm: 1 }));
    await pacer.take(wish());
    const waiting = pacer.take(wish());
    await clock.advance(60_999);
    expect(pacer.waiting('group')).toBe(1);
    await clock.advance(1);
    expect((await waiting).waitMs).toBe(61_000);
    expect(pacer.waiting('group')).toBe(0);
  });

  it('waits for the end of another one, under max_parallel_requests', async () => {
    const { pacer, wish } = paced(deployment({ maxParallelRequests: 1 }));
    const first = await pacer.take(wish());
    const waiting = pacer.take(wish());
    first.release(undefined);
    expect((await waiting).deployment).toBeDefined();
  });

  it('is not overtaken by one that comes later, and keys are served in turn', async () => {
    const { pacer, wish } = paced(deployment({ maxParallelRequests: 1 }));
    const first = await pacer.take(wish());
    const order: string[] = [];
    const wait = async (key: string, name: string): Promise<void> => {
      const place = await pacer.take(wish({ key }));
      order.push(name);
      place.release(undefined);
    };
    const all = [wait('busy', 'busy 1'), wait('busy', 'busy 2'), wait('other', 'other 1')];
    first.release(undefined);
    await Promise.all(all);
    expect(order).toEqual(['busy 1', 'other 1', 'busy 2']);
  });

  it('is refused with a time to come back when its wait would be too long', async () => {
    const { pacer, wish } = paced(deployment({ rpm: 1 }));
    await pacer.take(wish());
    const impatient = wish({ pacing: { enabled: true, maxWaitMs: 30_000, maxQueue: 3 } });
    await expect(pacer.take(impatient)).rejects.toMatchObject({
      kind: 'no-deployment',
      status: 429,
      retryAfterMs: 61_000,
      message: expect.stringContaining('pacing_max_wait'),
    });
  });

  it('is refused when it has waited too long for an end that did not come', async () => {
    const { clock, pacer, wish } = paced(deployment({ maxParallelRequests: 1 }));
    await pacer.take(wish());
    const waiting = pacer.take(wish());
    const refused = expect(waiting).rejects.toMatchObject({ status: 429, retryAfterMs: 1000 });
    await clock.advance(90_000);
    await refused;
    expect(clock.waiting).toBe(0);
  });

  it('is refused when the queue is full', async () => {
    const { pacer, wish } = paced(deployment({ maxParallelRequests: 1 }));
    const first = await pacer.take(wish());
    const waiting = [pacer.take(wish()), pacer.take(wish()), pacer.take(wish())];
    await expect(pacer.take(wish())).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('pacing_max_queue'),
    });
    first.release(undefined);
    for (const place of waiting) (await place).release(undefined);
  });

  it('leaves the queue with its client, and nothing of it stays', async () => {
    const { clock, pacer, wish } = paced(deployment({ maxParallelRequests: 1 }));
    const first = await pacer.take(wish());
    const client = new AbortController();
    const gone = pacer.take(wish({ signal: client.signal }));
    const next = pacer.take(wish());
    client.abort(new GatewayError('cancelled', 'gone'));
    await expect(gone).rejects.toMatchObject({ kind: 'cancelled' });
    first.release(undefined);
    (await next).release(undefined);
    expect(clock.waiting).toBe(0);
  });

  it('learns when all of its deployments rest while it waits', async () => {
    let candidates: readonly Deployment[] = [deployment({ maxParallelRequests: 1 })];
    const { clock, pacer, wish } = paced();
    await pacer.take(wish({ candidates: () => candidates }));
    const waiting = pacer.take(wish({ candidates: () => candidates }));
    candidates = [];
    await clock.advance(1000);
    expect((await waiting).deployment).toBeUndefined();
  });
});
