/** A real MLflow tracking server with a database and artifacts of its own, in a temporary directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../support/freePort.ts';
import { removeFolder } from '../support/removeFolder.ts';

const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 20_000;
/** Of Uvicorn, and of the Gunicorn that came before it. */
const READY = /Application startup complete|Booting worker/;

export interface MlflowServer {
  readonly url: string;
  /** For programs that talk to it. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** `program` is the `mlflow` of a virtual environment. */
export async function startMlflowServer(program: string): Promise<MlflowServer> {
  const directory = mkdtempSync(join(tmpdir(), 'torii-external-mlflow-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: `${dirname(program)}:${process.env['PATH'] ?? ''}`,
    HOME: directory,
    NO_PROXY: '127.0.0.1,localhost',
    MLFLOW_TRACKING_URI: url,
    MLFLOW_DISABLE_TELEMETRY: 'true',
  };
  const store = ['--backend-store-uri', `sqlite:///${directory}/mlflow.db`];
  const files = ['--serve-artifacts', '--artifacts-destination', join(directory, 'artifacts')];
  const child = spawn(
    program,
    ['server', '--host', '127.0.0.1', '--port', `${port}`, '--workers', '1', ...store, ...files],
    {
      env: environment,
      cwd: directory,
      // Its workers are in its group, and end with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const stop = async (): Promise<void> => {
    await end(child);
    await removeFolder(directory);
  };
  try {
    await untilReady(child);
    return { url, environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((ready, failed) => {
    let output = '';
    const giveUp = (why: string): void => failed(new Error(`MLflow ${why}:\n${output.slice(-4000)}`));
    const timer = setTimeout(() => giveUp('did not start'), START_LIMIT_MS);
    child.on('error', failed);
    child.on('exit', (code) => giveUp(`ended with ${code}`));
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (!READY.test(output)) return;
      clearTimeout(timer);
      ready();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

async function end(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), STOP_LIMIT_MS);
  process.kill(-pid, 'SIGTERM');
  await ended;
  clearTimeout(timer);
}
