import { parentPort, workerData } from 'node:worker_threads';
import { moveLogs } from './storage/checkpoints/checkpointProgram.ts';

/** Entry of the thread that moves the ledger's write-ahead log into its file. */
if (parentPort !== null) {
  moveLogs({ file: String(workerData?.file), lockFile: String(workerData?.lockFile) }, parentPort);
}
