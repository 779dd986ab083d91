import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from './domain/ports.ts';

/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
  timer: (milliseconds, run) => {
    const timeout = setTimeout(run, Math.min(milliseconds, LONGEST_TIMER_MS));
    return () => clearTimeout(timeout);
  },
};

/** Bytes that are asked of the system at once: a call per id costs more than the id. */
const POOL_BYTES = 4096;

class RandomPool implements Random {
  #pool = Buffer.alloc(0);
  #used = 0;

  next(): number {
    return this.#take(4).readUInt32BE() / 2 ** 32;
  }

  bytes(length: number): Uint8Array {
    return length > POOL_BYTES / 4 ? randomBytes(length) : Buffer.from(this.#take(length));
  }

  /** Each byte is given out once. */
  #take(length: number): Buffer {
    if (this.#used + length > this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES);
      this.#used = 0;
    }
    this.#used += length;
    return this.#pool.subarray(this.#used - length, this.#used);
  }
}

export const systemRandom: Random = new RandomPool();
