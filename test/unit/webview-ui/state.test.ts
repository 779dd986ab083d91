import { describe, expect, it } from 'vitest';
import { expectFields, refreshDelay } from '../../../webview-ui/src/api/answers.ts';
import { createThrottle } from '../../../webview-ui/src/api/throttle.ts';
import {
  breaksOff,
  initialLiveState,
  type LiveState,
  reduceLiveState,
  startsAnew,
} from '../../../webview-ui/src/app/liveState.ts';
import { initialState, type SavedState, toSavedState } from '../../../webview-ui/src/app/savedState.ts';
import { ApiError } from '../../../webview-ui/src/transport/apiError.ts';
import type { GatewayView } from '../../../webview-ui/src/transport/transport.ts';

/** A clock that moves when it is told to. */
function fakeTimers(): {
  set(callback: () => void, delayMs: number): number;
  clear(handle: unknown): void;
  pass(): void;
} {
  const waiting = new Map<number, () => void>();
  let next = 1;
  return {
    set: (callback) => {
      waiting.set(next, callback);
      return next++;
    },
    clear: (handle) => {
      waiting.delete(Number(handle));
    },
    pass: () => {
      const due = [...waiting.values()];
      waiting.clear();
      for (const callback of due) callback();
    },
  };
}

describe('a throttle', () => {
  it('runs at once, and once more for all that came meanwhile', () => {
    const timers = fakeTimers();
    let runs = 0;
    const throttle = createThrottle(() => runs++, 2_000, timers);
    throttle.run();
    throttle.run();
    throttle.run();
    expect(runs).toBe(1);
    timers.pass();
    expect(runs).toBe(2);
    timers.pass();
    expect(runs).toBe(2);
    throttle.run();
    expect(runs).toBe(3);
  });

  it('forgets what waits when it is cancelled', () => {
    const timers = fakeTimers();
    let runs = 0;
    const throttle = createThrottle(() => runs++, 2_000, timers);
    throttle.run();
    throttle.run();
    throttle.cancel();
    timers.pass();
    expect(runs).toBe(1);
  });
});

describe('the live state', () => {
  const gateway = (state: GatewayView['state']): LiveState =>
    reduceLiveState(initialLiveState, { type: 'gateway', state, baseUrl: null, message: null });

  it('takes over what the editor tells about the gateway', () => {
    const told = { type: 'gateway', state: 'failed', baseUrl: null, message: 'Port 4000 is taken.' } as const;
    expect(reduceLiveState(initialLiveState, told).gateway).toEqual({
      state: 'failed',
      baseUrl: null,
      message: 'Port 4000 is taken.',
    });
  });

  it('is not changed by a notice', () => {
    const notice = { type: 'notice', notice: { type: 'keys-changed' } } as const;
    expect(reduceLiveState(initialLiveState, notice)).toBe(initialLiveState);
  });

  it('starts anew when a gateway begins to serve and when a lost connection is back', () => {
    const lost = reduceLiveState(initialLiveState, { type: 'connection', connected: false });
    const back = reduceLiveState(lost, { type: 'connection', connected: true });
    expect(startsAnew(gateway('stopped'), gateway('running'))).toBe(true);
    expect(startsAnew(lost, back)).toBe(true);
    expect(startsAnew(gateway('running'), gateway('attached'))).toBe(false);
    expect(startsAnew(initialLiveState, back)).toBe(false);
  });

  it('asks when notices break off, once: the gateway may be gone', () => {
    const live = reduceLiveState(initialLiveState, { type: 'connection', connected: true });
    const lost = reduceLiveState(live, { type: 'connection', connected: false });
    expect([breaksOff(live, lost), breaksOff(lost, lost), breaksOff(initialLiveState, lost)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the saved state', () => {
  it('comes back as it was kept', () => {
    const state: SavedState = {
      range: { name: 'custom', first: '2026-11-03', last: '2026-11-09' },
      costAsTable: true,
      openRequest: 'c1',
      route: '/traces/c1',
      parts: { 'table.tasks': { columns: ['task'] } },
    };
    expect(toSavedState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('takes over the period of an older version', () => {
    expect(toSavedState({ range: 'month' }).range).toEqual({ name: 'month' });
  });

  it.each([null, 'x', 7, [], { range: 'decade', costAsTable: 'yes', openRequest: 3, route: 7, parts: 'none' }])(
    'makes sense of %j',
    (value) => {
      expect(toSavedState(value)).toEqual(initialState);
    },
  );
});

describe('answers', () => {
  it('are taken only with the fields that the page needs', () => {
    const body = { requests: [], total: 0, more: true };
    expect(expectFields<typeof body>(body, ['requests', 'total'])).toBe(body);
    expect(() => expectFields<typeof body>({ requests: [] }, ['requests', 'total'])).toThrow(ApiError);
    expect(() => expectFields<typeof body>('<!doctype html>', ['requests'])).toThrow(ApiError);
  });

  it('are asked for again soon after a failure, slowly after a success, and not while a login is missing', () => {
    expect(refreshDelay(new ApiError(0, ''))).toBe(5_000);
    expect(refreshDelay(null)).toBe(60_000);
    expect(refreshDelay(new ApiError(401, ''))).toBe(false);
  });
});
