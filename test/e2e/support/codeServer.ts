import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureDebianPackages, toolEnvironment } from '../../tools/install.ts';
import { codeServer } from '../../tools/programs.ts';
import type { Sandbox } from './sandbox.ts';

const LISTENING = /HTTP server listening on (http:\/\/[\d.]+:\d+)/;
const START_DEADLINE_MS = 120_000;
const START_TRIES = 3;

export interface CodeServer {
  /** Address of the editor with a folder open. */
  url(folder: string): string;
  /** What it has printed, for messages of failing tests. */
  output(): string;
  stop(): Promise<void>;
}

/** The packed extension: `npm run package` makes it. `TORII_VSIX` names another one. */
function packedExtension(): string {
  const path = process.env['TORII_VSIX'] ?? join(import.meta.dirname, '..', '..', '..', 'dist', 'torii.vsix');
  if (!existsSync(path)) throw new Error(`${path} is missing. Run "npm run package" first.`);
  return path;
}

/** Installs the packed extension, and `others`, into a code-server of its own and starts that on a free port. */
export async function startCodeServer(sandbox: Sandbox, others: readonly string[] = []): Promise<CodeServer> {
  await ensureDebianPackages();
  const program = (await codeServer()).bin('code-server');
  const folders = ['--user-data-dir', sandbox.userData, '--extensions-dir', sandbox.extensions];
  const env = environment(sandbox);
  const extensions = [packedExtension(), ...others].flatMap((file) => ['--install-extension', file]);
  await promisify(execFile)(program, [...folders, ...extensions], { env });
  const quiet = ['--auth', 'none', '--disable-workspace-trust', '--disable-telemetry', '--disable-update-check'];
  return tryStart(() =>
    spawn(program, [...folders, ...quiet, '--bind-addr', '127.0.0.1:0'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    }),
  );
}

/** On a machine with much else to do, code-server's own processes miss one another at the start, and it gives up. */
async function tryStart(start: () => ChildProcess): Promise<CodeServer> {
  for (let tries = 1; ; tries++) {
    const child = start();
    try {
      return await listen(child);
    } catch (thrown) {
      await stopGroup(child);
      if (tries === START_TRIES) throw thrown;
    }
  }
}

/** Nothing of the person who runs the tests reaches the editor, and nothing of the tests reaches their home. */
function environment(sandbox: Sandbox): NodeJS.ProcessEnv {
  const env = { ...toolEnvironment(), HOME: sandbox.userHome, TORII_HOME: sandbox.toriiHome };
  const kept = Object.entries(env).filter(([name]) => !/^(VSCODE_|XDG_|CLINE_|VITEST|NODE_OPTIONS$|PORT$)/.test(name));
  return Object.fromEntries(kept);
}

async function listen(child: ChildProcess): Promise<CodeServer> {
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    const fail = (): void => reject(new Error(`code-server did not start:\n${printed}`));
    const deadline = setTimeout(fail, START_DEADLINE_MS);
    const collect = (bytes: Buffer): void => {
      printed += bytes.toString();
      const found = LISTENING.exec(printed)?.[1];
      if (found !== undefined) {
        clearTimeout(deadline);
        resolve(found);
      }
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('exit', fail);
  });
  return {
    url: (folder) => `${address}/?folder=${encodeURIComponent(folder)}`,
    output: () => printed,
    stop: () => stopGroup(child),
  };
}

/** code-server runs the editor and its extension hosts as children: the whole process group goes. */
async function stopGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-pid, 'SIGTERM');
  const deadline = setTimeout(() => process.kill(-pid, 'SIGKILL'), 5000);
  await gone;
  clearTimeout(deadline);
}
