import type { Clock } from '../../src/domain/ports.ts';

interface Appointment {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until `advance`. */
export class ManualClock implements Clock {
  #now: number;
  #appointments: Appointment[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  /** Timers and sleepers that wait. */
  get waiting(): number {
    return this.#appointments.length;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.timer(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
  }

  timer(ms: number, run: () => void): () => void {
    const appointment = { at: this.#now + ms, run };
    this.#appointments.push(appointment);
    return () => {
      this.#appointments = this.#appointments.filter((each) => each !== appointment);
    };
  }

  /** Moves on, and keeps every appointment on the way at its own time. Resolves when whoever was woken has had its turn. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#appointments.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#appointments = this.#appointments.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Promises that are ready have run. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
