export interface Timers {
  set(callback: () => void, delayMs: number): unknown;
  clear(handle: unknown): void;
}

export interface Throttle {
  run(): void;
  /** Drops a run that still waits. */
  cancel(): void;
}

/** Runs `action` at once, then at most every `intervalMs`; calls in between give one run at the interval's end. */
export function createThrottle(action: () => void, intervalMs: number, timers: Timers): Throttle {
  let handle: unknown;
  let again = false;
  const tick = (): void => {
    handle = undefined;
    if (again) start();
  };
  const start = (): void => {
    again = false;
    handle = timers.set(tick, intervalMs);
    action();
  };
  return {
    run: () => {
      if (handle === undefined) start();
      else again = true;
    },
    cancel: () => {
      if (handle !== undefined) timers.clear(handle);
      handle = undefined;
      again = false;
    },
  };
}
