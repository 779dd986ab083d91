import { parentPort } from 'node:worker_threads';
import { type RunningGateway, startGateway } from './compose.ts';
import { homeAt } from './config/home.ts';
import { createLineLogger } from './lineLogger.ts';
import { type FromWorker, toWorkerSchema, type WorkerStart } from './protocol/worker.ts';
import { StartError } from './startError.ts';

/**
 * The gateway in a thread of the editor's extension host, which starts when it is told to: the thread is made while the
 * window finds out whether it needs one. Messages carry lifecycle and log lines, nothing else.
 */
export function runWorker(): void {
  let gateway: Promise<RunningGateway | undefined> = Promise.resolve(undefined);
  parentPort?.on('message', (message: unknown) => {
    const order = toWorkerSchema.safeParse(message);
    if (!order.success) return;
    const { data } = order;
    if (data.type === 'start') gateway = startIn(data.start);
    else
      void gateway.then((running) =>
        running === undefined ? parentPort?.close() : stopGateway(running, data.drainMs),
      );
  });
}

/** Undefined where it cannot start: the thread then ends. */
async function startIn(start: WorkerStart): Promise<RunningGateway | undefined> {
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
    return gateway;
  } catch (thrown) {
    const error = thrown instanceof StartError ? thrown : new StartError('internal', thrown);
    send({ type: 'failed', code: error.code, message: error.message });
    parentPort?.close();
    return undefined;
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
