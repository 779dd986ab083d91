import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './isAlive.ts';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;
const PREFIX = 'torii-run-';

/** Where this run's temporary files are: in memory where there is room, so that SQLite never waits for a disk. */
export const testFolder = join(root(), PREFIX + process.pid);

function root(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Makes the folder, and removes those of runs that were killed. Vitest calls it before the first test. */
export function setup(): void {
  for (const name of readdirSync(root())) {
    const pid = Number(name.slice(PREFIX.length));
    if (name.startsWith(PREFIX) && !isAlive(pid)) rmSync(join(root(), name), { recursive: true, force: true });
  }
  mkdirSync(testFolder, { recursive: true });
}

/** Removes whatever a test has left. Vitest calls it after the last test. */
export function teardown(): void {
  rmSync(testFolder, { recursive: true, force: true, maxRetries: 5 });
}
