import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { Clock } from '../domain/ports.ts';
import type { Surroundings } from './surroundings.ts';

/** The real terminal and machine. */
export function terminalSurroundings(clock: Pick<Clock, 'now'>): Surroundings {
  const { env, platform, stdin, stdout, stderr } = process;
  return {
    homeDir: homedir(),
    variables: env,
    platform,
    clock,
    print: (text) => void stdout.write(text),
    printError: (text) => void stderr.write(text),
    ask: stdin.isTTY ? askAtTerminal : undefined,
  };
}

async function askAtTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
