import { parentPort, workerData } from 'node:worker_threads';
import { answerReads } from './storage/reading/readerProgram.ts';

/** Entry of the thread that reads large ledgers. */
if (parentPort !== null) answerReads({ file: String(workerData?.file) }, parentPort);
