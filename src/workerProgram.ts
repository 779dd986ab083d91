import { parentPort, workerData } from 'node:worker_threads';
import { type RunningGateway, startGateway } from './compose.ts';
import { homeAt } from './config/home.ts';
import { createLineLogger } from './lineLogger.ts';
import { type FromWorker, toWorkerSchema, workerStartSchema } from './protocol/worker.ts';
import { StartError } from './startError.ts';

/** The gateway in a thread of the editor's extension host. Messages carry lifecycle and log lines, nothing else. */
export async function runWorker(): Promise<void> {
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
      runsIn: 'window',
    });
    send({ type: 'ready', baseUrl: gateway.baseUrl, port: gateway.port });
    parentPort?.on('message', (message: unknown) => {
      const stop = toWorkerSchema.safeParse(message);
      if (stop.success) void stopGateway(gateway, stop.data.drainMs);
    });
  } catch (thrown) {
    const error = thrown instanceof StartError ? thrown : new StartError('internal', thrown);
    send({ type: 'failed', code: error.code, message: error.message });
    parentPort?.close();
  }
}

async function stopGateway(gateway: RunningGateway, drainMs: number): Promise<void> {
  const closed = gateway.close(drainMs);
  void gateway.release().then(() => send({ type: 'stopping' }));
  await closed.finally(() => parentPort?.close());
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}
