// The gateway in a worker thread of a bare process, as the editor's extension host runs it. Usage: workerHost.ts --config F --port N
import { resolve } from 'node:path';
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
new Worker(resolve(distDir, 'worker.cjs'), { workerData, execArgv: [] }).on('message', (raw: unknown) => {
  const message = fromWorkerSchema.parse(raw);
  if (message.type === 'ready') console.log(`listening on ${message.baseUrl}`);
  if (message.type === 'failed') throw new Error(message.message);
});
