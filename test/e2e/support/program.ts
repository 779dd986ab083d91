import { type ChildProcess, spawn } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from './sandbox.ts';

const CUT_NEWS = join(import.meta.dirname, 'cutNews.ts');
const DIST = join(import.meta.dirname, '..', '..', '..', 'dist');

/** The gateway as somebody runs it in a terminal, with the home and the port of the sandbox. */
export interface Program {
  /** It holds its port from then on, and says nothing. */
  hang(): void;
  goOn(): void;
  /** Cuts its notices off, or lets them through again; everything else goes on. */
  cutNews(): void;
  /** Ends it without a farewell. */
  kill(): Promise<void>;
}

/** Copies the built program, as another version of itself, and gives back the folder. */
export async function copyAsVersion(sandbox: Sandbox, own: string, version: string): Promise<string> {
  const folder = join(sandbox.folder, 'program');
  await cp(DIST, folder, { recursive: true, filter: (path) => !path.endsWith('.vsix') });
  const bundle = join(folder, 'gateway', 'start.cjs');
  const text = await readFile(bundle, 'utf8');
  await writeFile(bundle, text.replaceAll(JSON.stringify(own), JSON.stringify(version)));
  return folder;
}

/** Resolves when it listens. */
export async function startProgram(sandbox: Sandbox, folder = DIST): Promise<Program> {
  const program = [`--import=${CUT_NEWS}`, join(folder, 'headless.cjs'), '--port', String(sandbox.gatewayPort)];
  const child = spawn(process.execPath, program, {
    env: { PATH: process.env['PATH'], HOME: sandbox.userHome, TORII_HOME: sandbox.toriiHome },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await listening(child, sandbox.gatewayPort);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    hang: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    cutNews: () => child.kill('SIGUSR2'),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const collect = (bytes: Buffer): void => {
      printed += bytes.toString();
      if (printed.includes(`:${port}`)) resolve();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('exit', () => reject(new Error(`The program did not start:\n${printed}`)));
  });
}
