import type { Worker } from 'node:worker_threads';
import { type FromWorker, fromWorkerSchema, type ToWorker, type WorkerStart } from '../protocol/worker.ts';
import type { GatewayWorker, WorkerEvent } from './controllerPorts.ts';
import { makeThread } from './waitingThread.ts';

/** A thread that has not ended so long after its requests should have is ended from outside, ms. */
const PATIENCE_MS = 1500;

export type LogLine = Extract<FromWorker, { type: 'log' }>;

/**
 * Starts the gateway in a thread of this process, in `waiting` where there is one: neither can stall the other, and it ends
 * with the window.
 */
export function startWorkerThread(
  start: WorkerStart,
  onEvent: (event: WorkerEvent) => void,
  onLog: (line: LogLine) => void,
  waiting?: Worker,
): GatewayWorker {
  const worker = waiting ?? makeThread(start.distDir, start.home);
  logOutput(worker, onLog);
  worker.on('message', (raw: unknown) => {
    const parsed = fromWorkerSchema.safeParse(raw);
    if (!parsed.success) return;
    if (parsed.data.type === 'log') onLog(parsed.data);
    else onEvent(parsed.data);
  });
  worker.on('error', (error) => onLog({ type: 'log', level: 'error', line: error.stack ?? String(error) }));
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (exitCode) => {
      onEvent({ type: 'exited', exitCode });
      resolve();
    });
  });
  worker.postMessage({ type: 'start', start } satisfies ToWorker);
  return { stop: (drainMs) => stopThread(worker, exited, drainMs) };
}

async function stopThread(worker: Worker, exited: Promise<void>, drainMs: number): Promise<void> {
  worker.postMessage({ type: 'stop', drainMs } satisfies ToWorker);
  const deadline = setTimeout(() => void worker.terminate(), drainMs + PATIENCE_MS);
  await exited;
  clearTimeout(deadline);
}

/** What a library prints past the logger must not get lost, nor reach the extension host's own output. */
function logOutput(worker: Worker, onLog: (line: LogLine) => void): void {
  const forward = (level: LogLine['level']) => (bytes: Buffer | string) => {
    const text = bytes.toString().trimEnd();
    if (text !== '') onLog({ type: 'log', level, line: text });
  };
  worker.stdout.on('data', forward('info'));
  worker.stderr.on('data', forward('warn'));
}
