/**
 * The gateway in a worker thread of a bare process, started as the editor's extension host does it. Usage: workerHost.ts --config F --port N
 * Says after how many ms the worker was ready, and the host's memory in MB before it was there.
 */
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findHome } from '../../src/config/home.ts';
import type { WorkerStart } from '../../src/protocol/worker.ts';
import { startWorkerThread } from '../../src/vscode/workerThread.ts';

const { values } = parseArgs({ options: { config: { type: 'string' }, port: { type: 'string', default: '0' } } });
const distDir = resolve('dist');
const start: WorkerStart = {
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
const worker = startWorkerThread(
  start,
  (event) => {
    const readyMs = performance.now() - begun;
    if (event.type === 'ready') console.log(`listening on ${event.baseUrl} ready=${readyMs} host=${hostMb}`);
    if (event.type === 'failed') throw new Error(event.message);
    if (event.type === 'exited') process.exit();
  },
  ({ level, line }) => console.error(level, line),
);
process.once('SIGTERM', () => void worker.stop(0));
