import { workerData } from 'node:worker_threads';
import { keepCompiledCode } from './compileCache.ts';

/** Entry of the worker thread: small, so that the rest comes from the compile cache. */
async function main(): Promise<void> {
  const home: unknown = workerData?.home;
  if (typeof home === 'string') keepCompiledCode(home);
  const { programs } = await import('./gatewayBundle.ts');
  programs.runWorker();
}

void main();
