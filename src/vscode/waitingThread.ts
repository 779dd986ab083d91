import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from './listeners.ts';

/**
 * Without these the worker takes some 90 MB more after a load. The limit for old objects is far beyond what a gateway needs; V8
 * derives from it how late it collects. Streams pay for it in processor time: see docs/decisions/2026-11-26-memory.md.
 */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 } as const;

/** A thread that loads the gateway's code, and then waits to be told what to start. */
export function makeThread(distDirectory: string, home: string): Worker {
  return new Worker(join(distDirectory, 'worker.cjs'), {
    name: 'torii-gateway',
    workerData: { home },
    execArgv: [],
    resourceLimits: HEAP_LIMITS,
    stdout: true,
    stderr: true,
  });
}

/**
 * A thread that is made before anybody knows whether the window needs one: its code loads while the window's own does, and
 * while the holder of the port is asked for. Taken at most once.
 */
export class WaitingThread implements Disposable {
  #thread: Worker | undefined;

  constructor(distDirectory: string, home: string) {
    const thread = makeThread(distDirectory, home);
    this.#thread = thread;
    // Whoever needs a thread then makes one, and hears from that what is wrong.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      this.#thread = undefined;
    });
  }

  /** Undefined where it was taken, or has ended. */
  take(): Worker | undefined {
    const thread = this.#thread;
    this.#thread = undefined;
    return thread;
  }

  /** Ends a thread that nobody took. */
  dispose(): void {
    void this.take()?.terminate();
  }
}
