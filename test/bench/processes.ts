import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface BenchServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it said of its start, the address in it. */
  readonly said: string;
}

/** Starts `node …` and waits for its line `listening on URL`. */
export async function startServer(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<BenchServer> {
  const errors = args.some((arg) => arg.startsWith('--inspect')) ? 'pipe' : 'ignore';
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', errors],
  });
  if (child.stdout === null) throw new Error('The standard output is not piped.');
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /listening on (\S+)/.exec(line);
    if (match?.[1] !== undefined) return { url: match[1], process: child, said: line };
  }
  throw new Error(`${args.join(' ')} ended before it listened`);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
