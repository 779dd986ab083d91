/** The built command-line gateway as a process of its own, with a home in a temporary directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { removeFolder } from '../support/removeFolder.ts';
import { runProgram } from './runProgram.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'headless.cjs');
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;
const CONFIGURE_LIMIT_MS = 120_000;

export interface ToriiGateway {
  readonly baseUrl: string;
  /** Calls the management API with the master key. Throws where the status is not 2xx. */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>;
  /** Runs `torii configure …` for a user whose home this is. Throws with what it printed where it fails. */
  configure(userHome: string, ...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts `dist/headless.cjs` with a LiteLLM config (an object, written as YAML). `masterKey` has to be the config's, or
 * in `environment`, which is added to the little that the process gets.
 */
export async function startToriiGateway(
  config: object,
  masterKey: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<ToriiGateway> {
  if (!existsSync(PROGRAM)) throw new Error('dist/headless.cjs is missing: run `npm run build` first.');
  const home = mkdtempSync(join(tmpdir(), 'torii-external-home-'));
  const file = join(home, 'config.yaml');
  writeFileSync(file, stringify(config));
  const child = spawn(process.execPath, [PROGRAM, '--config', file, '--port', '0'], {
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: home, TORII_HOME: home, NO_PROXY: '127.0.0.1,localhost' },
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await removeFolder(home);
  };
  try {
    const baseUrl = await waitForAddress(child);
    return {
      baseUrl,
      stop,
      configure: (userHome, ...args) => configure(home, userHome, args),
      call: (method, path, schema, body) => call(baseUrl, masterKey, method, path, schema, body),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function configure(home: string, userHome: string, args: readonly string[]): Promise<string> {
  const run = await runProgram(process.execPath, [PROGRAM, 'configure', ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: userHome, TORII_HOME: home, NO_PROXY: '127.0.0.1,localhost' },
    timeout: CONFIGURE_LIMIT_MS,
  });
  if (run.exitCode !== 0) throw new Error(`torii configure ${args.join(' ')}: ${run.exitCode}\n${run.output}`);
  return run.output;
}

function waitForAddress(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let output = '';
    const giveUp = (why: string): void => failed(new Error(`The gateway ${why}:\n${output}`));
    const timer = setTimeout(() => giveUp('did not start'), START_LIMIT_MS);
    child.on('error', failed);
    child.on('exit', (code) => giveUp(`ended with ${code}`));
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const address = /listening on (http:\/\/[\w.[\]:]+:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      found(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

async function call<T>(
  baseUrl: string,
  masterKey: string,
  method: string,
  path: string,
  schema: z.ZodType<T>,
  body: unknown,
): Promise<T> {
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${masterKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return schema.parse(JSON.parse(text));
}
