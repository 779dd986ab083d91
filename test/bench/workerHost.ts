/**
 * The gateway in a worker thread of a bare process, as the editor's extension host runs it. Usage: workerHost.ts --config F --port N
 * Says after how many ms the worker was ready, and the host's memory in MB before it was there.
 */
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { findHome } from '../../src/config/home.ts';
import { fromWorkerSchema, type WorkerStart } from '../../src/protocol/worker.ts';

const { values } = parseArgs({ options: { config: { type: 'string' }, port: { type: 'string', default: '0' } } });
const distDir = resolve('dist');
const workerData: WorkerStart = {
  home: findHome(process.env).directory,
  host: '127.0.0.1',
  port: Number(values.port),
  configFile: values.config === undefined ? undefined : resolve(values.config),
  logLevel: 'warn',
  version: 'bench',
  distDir,
};
/** The host's own start has settled by then. */
const SETTLE_MS = 1000;

await setTimeout(SETTLE_MS);
const hostMb = process.memoryUsage.rss() / 1024 / 1024;
const begun = performance.now();
const worker = new Worker(resolve(distDir, 'worker.cjs'), { workerData, execArgv: [] });
worker.on('message', (raw: unknown) => {
  const message = fromWorkerSchema.parse(raw);
  const readyMs = performance.now() - begun;
  if (message.type === 'ready') console.log(`listening on ${message.baseUrl} ready=${readyMs} host=${hostMb}`);
  if (message.type === 'failed') throw new Error(message.message);
});
worker.once('exit', () => process.exit());
process.once('SIGTERM', () => worker.postMessage({ type: 'stop', drainMs: 0 }));
