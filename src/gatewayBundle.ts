import { runHeadless } from './headlessProgram.ts';
import { runWorker } from './workerProgram.ts';

/** What `dist/gateway.cjs` offers: both entries load it, so that the package holds the gateway once. */
export const programs = { runHeadless, runWorker } as const;
