import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from './home.ts';

export interface AddressNote {
  /** Removes the note, unless another gateway of the home has written its own meanwhile. */
  remove(): Promise<void>;
}

/**
 * Notes where the gateway of a home listens, for programs that do not start it themselves: its base URL, a line by which
 * the gateway knows its own note again, and its process. A home that cannot be written to costs the note, not the gateway.
 */
export async function noteAddress(home: Home, baseUrl: string): Promise<AddressNote> {
  const file = addressFile(home);
  const text = `${baseUrl}\n${randomUUID()}\n${process.pid}\n`;
  await writeFile(file, text, { mode: 0o600 }).catch(() => undefined);
  return {
    remove: async () => {
      if ((await readNote(file)) === text) await rm(file, { force: true });
    },
  };
}

/** Whoever answers there has to prove itself. Undefined where no gateway of this home runs, or its note is gone. */
export async function readAddress(home: Home): Promise<string | undefined> {
  const [line = ''] = (await readNote(addressFile(home)))?.split('\n') ?? [];
  return URL.parse(line)?.origin;
}

/**
 * Whether the note names a process that lives: a guess, for who cannot wait for an answer. A process id may be another's by
 * now, or of another machine.
 */
export function seemsServed(home: Home): boolean {
  try {
    const pid = Number(readFileSync(addressFile(home), 'utf8').split('\n')[2]);
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function addressFile(home: Home): string {
  return join(home.directory, 'gateway.url');
}

async function readNote(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
