import { Worker } from 'node:worker_threads';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock, Logger } from '../../domain/ports.ts';
import { errorCode } from '../storageErrors.ts';
import { fromPlainError, type ReadAnswer, type ReaderStart, type ReadQuestion } from './readMessages.ts';

/** Questions that wait at most: a dashboard asks about ten at once. */
const MOST_WAITING = 200;
/** How long a thread that nobody asks is kept, ms. */
const IDLE_MS = 2 * 60_000;
/** The longest that one answer may take where nothing else is said, ms. */
const LONGEST_READ_MS = 60_000;
/** Heap of the thread, MB: reports of a large ledger take about 20. SQLite's page cache comes on top. */
const HEAP_MB = 256;
/** Of that for young objects, MB: V8 would let them take several times as much. */
const YOUNG_MB = 8;

interface Waiting {
  readonly question: ReadQuestion;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface ReaderThreadParts {
  /** The program of the thread. */
  readonly program: string;
  /** The ledger's file. */
  readonly file: string;
  readonly clock: Pick<Clock, 'timer'>;
  readonly logger: Logger;
  /** The longest that one answer may take, ms. */
  readonly longestMs?: number | undefined;
  /** Answers on this thread where the other one cannot be started. */
  readonly otherwise: (question: ReadQuestion) => Promise<unknown>;
}

/**
 * A thread that reads the ledger, so that a report over a million rows holds up no stream. It is started by the first
 * question and ends when none has come for two minutes. A thread that fails leaves its questions to this one.
 */
export class ReaderThread {
  readonly #parts: ReaderThreadParts;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #stopTimer: (() => void) | undefined;
  #lastId = 0;
  #broken = false;
  #closed = false;

  constructor(parts: ReaderThreadParts) {
    this.#parts = parts;
  }

  /** Whether the thread runs now. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Rejects with GatewayError `unavailable` where too many questions wait, or the answer takes too long. */
  ask(asked: Omit<ReadQuestion, 'id'>): Promise<unknown> {
    const question = { ...asked, id: ++this.#lastId };
    if (this.#broken || this.#closed) return this.#parts.otherwise(question);
    if (this.#waiting.size >= MOST_WAITING) {
      return Promise.reject(refusal('Too many reports of the ledger are asked for at once. Try again in a moment.'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { question, resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(question);
      if (this.#waiting.size === 1) this.#watch();
    });
  }

  /** Ends the thread once it has nothing to answer, so that the file is this process's other connection's alone. */
  async rest(): Promise<void> {
    if (this.#waiting.size === 0) await this.#end();
  }

  /** What still waits is answered on this thread. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
    this.#answerHere();
  }

  #start(): Worker {
    const { program, file } = this.#parts;
    const worker = new Worker(program, {
      name: 'torii-ledger-reader',
      workerData: { file } satisfies ReaderStart,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (answer: ReadAnswer) => this.#settle(answer));
    worker.on('error', (error) => this.#fail(worker, error));
    return worker;
  }

  #settle(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    this.#watch();
    if ('error' in answer) waiting?.reject(fromPlainError(answer.error));
    else waiting?.resolve(answer.value);
  }

  /** Answers come in order, so the time since the last one is what the next one has taken. */
  #watch(): void {
    const { clock, longestMs = LONGEST_READ_MS } = this.#parts;
    this.#stopTimer?.();
    if (this.#waiting.size === 0) this.#worker?.unref();
    this.#stopTimer =
      this.#waiting.size === 0
        ? clock.timer(IDLE_MS, () => void this.rest())
        : clock.timer(longestMs, () => this.#giveUp());
  }

  #giveUp(): void {
    const [first] = this.#waiting.values();
    if (first === undefined) return;
    this.#waiting.delete(first.question.id);
    first.reject(refusal('The report took too long and was given up. Ask for a shorter time.'));
    void this.#end();
    this.#askAgain();
  }

  #askAgain(): void {
    if (this.#waiting.size === 0) return;
    this.#worker = this.#start();
    for (const { question } of this.#waiting.values()) this.#worker.postMessage(question);
    this.#watch();
  }

  #fail(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
      const [first] = this.#waiting.values();
      if (first !== undefined) this.#waiting.delete(first.question.id);
      first?.reject(refusal('The report is too large for the memory that is allowed to it. Ask for a shorter time.'));
      this.#askAgain();
      return;
    }
    this.#broken = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#parts.logger.warn('Reports are read on the thread of the gateway: the one for them has failed', { reason });
    this.#answerHere();
  }

  #answerHere(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { question, resolve, reject } of waiting) this.#parts.otherwise(question).then(resolve, reject);
  }

  async #end(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function refusal(message: string): GatewayError {
  return new GatewayError('unavailable', message, { retryable: true });
}
