import { spawn } from 'node:child_process';
import { isObject, parseJson } from '../../src/domain/json.ts';

export interface ProgramRun {
  readonly exitCode: number | null;
  /** The lines of its output that are JSON objects. */
  readonly events: readonly Record<string, unknown>[];
  /** Everything it printed, errors last. */
  readonly output: string;
}

/** Runs a program without input to its end, or until `timeout` ms are over. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly timeout: number; readonly cwd?: string },
): Promise<ProgramRun> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const exitCode = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  const printed = Buffer.concat(chunks).toString('utf8');
  const events = printed
    .split('\n')
    .map(parseJson)
    .filter((event) => isObject(event));
  return { exitCode, events, output: `${printed}\n${Buffer.concat(errors).toString('utf8')}` };
}
