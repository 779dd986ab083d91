import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A start takes a second or two; a window that takes longer is not waited for, ms. */
const OLDEST_MS = 10_000;
const LOOK_MS = 100;

/**
 * Runs `work` in one window at a time. `busy` where another window was at it, once that one is done: what it started
 * can be found then. A lock that a dead window left is taken over. It is a courtesy, which spares the machine ten starts
 * of which one can hold the port: where the folder cannot be written, `work` runs without, and finds out itself.
 */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T | 'busy'> {
  const taken = await take(file);
  if (taken === 'impossible') return work();
  if (taken === 'held') {
    while (await isHeld(file)) await pause(LOOK_MS);
    return 'busy';
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<'taken' | 'held' | 'impossible'> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await create(file);
    return 'taken';
  } catch {
    if (await isHeld(file)) return 'held';
  }
  try {
    await rm(file, { force: true });
    await create(file);
    return 'taken';
  } catch {
    return (await isHeld(file)) ? 'held' : 'impossible';
  }
}

/** Throws where the file is there. */
async function create(file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  await handle.writeFile(String(process.pid)).finally(() => handle.close());
}

async function isHeld(file: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    if (Date.now() - mtimeMs > OLDEST_MS) return false;
    // Empty for the moment between making the file and writing to it.
    return text === '' || isAlive(Number(text));
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
