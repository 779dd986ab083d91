import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { detachedLogFile, openLog } from '../config/gatewayLog.ts';
import { fromWorkerSchema, type WorkerStart } from '../protocol/worker.ts';
import type { ProgramStart } from './controllerPorts.ts';

/**
 * Starts the gateway as a process of its own, which outlives this window. Resolves when it listens, or when it has failed.
 */
export function startDetached(start: WorkerStart): Promise<ProgramStart> {
  const child = spawnProgram(start);
  return new Promise((resolve) => {
    child.on('message', (raw: unknown) => {
      const message = fromWorkerSchema.safeParse(raw);
      if (!message.success) return;
      if (message.data.type === 'ready') resolve({ type: 'ready' });
      if (message.data.type === 'failed') {
        resolve({ type: 'failed', code: message.data.code, message: message.data.message });
      }
      letGo(child);
    });
    child.on('error', (error) => resolve({ type: 'failed', code: 'crashed', message: error.message }));
    child.on('exit', (code, signal) =>
      resolve({ type: 'failed', code: 'crashed', message: signal ?? `exit code ${code}` }),
    );
  });
}

/** `process.execPath` is Node in code-server, and the editor's own program, which can be Node as well, on a desktop. */
function spawnProgram(start: WorkerStart): ChildProcess {
  const log = openLog(detachedLogFile(start.home, start.port));
  try {
    return spawn(process.execPath, programArguments(start), {
      cwd: start.home,
      detached: true,
      env: {
        ...process.env,
        TORII_HOME: start.home,
        ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
      },
      stdio: ['ignore', log, log, 'ipc'],
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

function programArguments({ distDir, host, port, logLevel, configFile }: WorkerStart): readonly string[] {
  const config = configFile === undefined ? [] : ['--config', configFile];
  const listen = ['--host', host, '--port', String(port)];
  return [join(distDir, 'headless.cjs'), '--detached', ...listen, '--log-level', logLevel, ...config];
}

/** From here on nothing of it keeps this window, and nothing of this window keeps it. */
function letGo(child: ChildProcess): void {
  if (child.connected) child.disconnect();
  child.unref();
}
