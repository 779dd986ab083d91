import { parentPort, workerData } from 'node:worker_threads';
import { startGateway } from './compose.ts';
import { homeAt } from './config/home.ts';
import { createLineLogger } from './lineLogger.ts';
import { type FromWorker, toWorkerSchema, workerStartSchema } from './protocol/worker.ts';
import { StartError } from './startError.ts';

/** A window that closes ends its thread soon: running requests get this long. */
const DRAIN_MS = 3000;

/** The gateway in a thread of the editor's extension host. Messages carry lifecycle and log lines, nothing else. */
async function main(): Promise<void> {
  const start = workerStartSchema.parse(workerData);
  const logger = createLineLogger(start.logLevel, (level, line) => send({ type: 'log', level, line }));
  try {
    const gateway = await startGateway({
      home: homeAt(start.home),
      host: start.host,
      port: start.port,
      configFile: start.configFile,
      version: start.version,
      distDirectory: start.distDir,
      environment: process.env,
      logger,
    });
    send({ type: 'ready', baseUrl: gateway.baseUrl, port: gateway.port });
    parentPort?.once('message', (message: unknown) => {
      if (!toWorkerSchema.safeParse(message).success) return;
      send({ type: 'stopping' });
      void gateway.close(DRAIN_MS).finally(() => parentPort?.close());
    });
  } catch (thrown) {
    const error = thrown instanceof StartError ? thrown : new StartError('internal', thrown);
    send({ type: 'failed', code: error.code, message: error.message });
    parentPort?.close();
  }
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}

void main();
