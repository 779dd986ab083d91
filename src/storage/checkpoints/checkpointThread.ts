import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { lockAlone } from '../fileLock.ts';
import { createPrivateFile } from '../ledgerFile.ts';
import type { CheckpointAnswer, CheckpointStart } from './checkpointProgram.ts';

/** How long a thread that has nothing to do is kept, ms. */
const IDLE_MS = 60_000;

/** What V8 may take in the thread, MB: its program is a page of code. SQLite's cache comes on top. */
const HEAP = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 } as const;

interface Waiting {
  readonly resolve: (answer?: CheckpointAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

/** A thread that moves a ledger's log into its file. It is started when it is asked, and ends when it has been idle for a while. */
export class CheckpointThread {
  readonly #program: string;
  readonly #file: string;
  /** Of this process alone: openings, which wait for their lock, may come while a thread starts. */
  readonly #lockFile: string;
  #worker: Worker | undefined;
  /** Held while a thread starts. */
  #lock: ReturnType<typeof lockAlone>;
  #waiting: Waiting | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(program: string, file: string) {
    this.#program = program;
    this.#file = file;
    this.#lockFile = `${file}-checkpoints-${process.pid}.lock`;
  }

  /** Whether the thread runs now. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * Resolves with the log as it is then; with nothing where the thread was ended meanwhile, or another one of
   * this process just starts. Rejects where the thread cannot run. Not to be asked again before that.
   */
  move(): Promise<CheckpointAnswer | undefined> {
    clearTimeout(this.#idleTimer);
    return new Promise((resolve, reject) => {
      this.#worker ??= this.#start();
      if (this.#worker === undefined) resolve(undefined);
      else this.#waiting = { resolve, reject };
      this.#worker?.postMessage('move');
    });
  }

  /** Ends the thread, after what it is just moving; its connection is closed then. */
  async end(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#unlock();
    this.#settled();
  }

  #start(): Worker | undefined {
    createPrivateFile(this.#lockFile);
    this.#lock ??= lockAlone(this.#lockFile);
    if (this.#lock === undefined) return undefined;
    const worker = new Worker(this.#program, {
      name: 'torii-ledger-checkpoints',
      workerData: { file: this.#file, lockFile: this.#lockFile } satisfies CheckpointStart,
      execArgv: [],
      resourceLimits: HEAP,
    });
    worker.on('message', (answer: CheckpointAnswer) => {
      this.#settled(answer);
      this.#unlock();
      this.#idleTimer = setTimeout(() => void this.end(), IDLE_MS).unref();
    });
    worker.on('error', (error) => this.#fail(worker, error));
    worker.unref();
    return worker;
  }

  #settled(answer?: CheckpointAnswer): void {
    this.#waiting?.resolve(answer);
    this.#waiting = undefined;
  }

  #fail(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#unlock();
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #unlock(): void {
    if (this.#lock === undefined) return;
    this.#lock.close();
    this.#lock = undefined;
    rmSync(this.#lockFile, { force: true });
  }
}
