/**
 * Preloaded into a gateway (`node --import ./test/bench/stepRecorder.ts dist/headless.cjs …`): times each step of the way of
 * each request to a model, and writes what it found to the file of BENCH_STEPS when the process ends. It takes the steps of one
 * request after the other: with several at once it would mix them.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { RequestStep } from '../../src/gateway/requestSteps.ts';

/** With what Node and undici tell: `serve` is Node's and Fastify's work before the gateway's own, `upstream` until the answer's head. */
export type TimedStep = RequestStep | 'serve' | 'upstream';

/** Microseconds. */
export interface StepTime {
  /** By the clock. */
  readonly wall: number;
  /** In which the event loop did not wait. */
  readonly busy: number;
}

export interface RecordedRequest {
  readonly steps: Readonly<Partial<Record<TimedStep, StepTime>>>;
  /** From the request's head to the response's last byte. */
  readonly whole: StepTime;
  /** Busy until the next request's head: with what comes after the answer and between requests. */
  readonly allBusy: number;
}

interface Instant {
  readonly wall: number;
  readonly active: number;
}

function instant(): Instant {
  return { wall: performance.now(), active: performance.eventLoopUtilization().active };
}

function between(from: Instant, to: Instant): StepTime {
  return { wall: (to.wall - from.wall) * 1000, busy: (to.active - from.active) * 1000 };
}

class RequestRecorder {
  readonly #begun = instant();
  readonly #steps: Partial<Record<TimedStep, StepTime>> = {};
  #step: TimedStep = 'serve';
  #since = this.#begun;
  #whole: StepTime | undefined;

  enter(step: TimedStep): void {
    if (this.#whole !== undefined) return;
    const now = instant();
    const { wall, busy } = between(this.#since, now);
    const known = this.#steps[this.#step];
    this.#steps[this.#step] = { wall: wall + (known?.wall ?? 0), busy: busy + (known?.busy ?? 0) };
    this.#step = step;
    this.#since = now;
  }

  finish(): void {
    this.enter(this.#step);
    this.#whole ??= between(this.#begun, instant());
  }

  /** Undefined for what was no request to a model, and for one that had not ended. */
  close(): RecordedRequest | undefined {
    if (this.#whole === undefined || this.#steps.settle === undefined) return undefined;
    return { steps: this.#steps, whole: this.#whole, allBusy: between(this.#begun, instant()).busy };
  }
}

const recorded: RecordedRequest[] = [];
let current: RequestRecorder | undefined;

function keep(): void {
  const request = current?.close();
  if (request !== undefined) recorded.push(request);
}

subscribe('http.server.request.start', () => {
  keep();
  current = new RequestRecorder();
});
subscribe('torii:request-step', (step) => current?.enter(step as RequestStep));
for (const sends of ['undici:request:create', 'http.client.request.start']) {
  subscribe(sends, () => current?.enter('upstream'));
}
for (const answered of ['undici:request:headers', 'http.client.response.finish']) {
  subscribe(answered, () => current?.enter('relay'));
}
subscribe('http.server.response.finish', () => current?.finish());

process.on('exit', () => {
  keep();
  const file = process.env['BENCH_STEPS'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(recorded));
});
