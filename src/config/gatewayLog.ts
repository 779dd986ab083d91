import { copyFileSync, fstatSync, mkdirSync, openSync, renameSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A log that has grown beyond this is put aside, bytes. Only the last one that was put aside is kept. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Where the detached gateway of a port writes its log. */
export function detachedLogFile(home: string, port: number): string {
  return join(home, 'logs', `gateway-${port}.log`);
}

/** Opens a log to append to, for a program that is to be started. Throws what the file system throws. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(file, asideOf(file));
  return openSync(file, 'a', 0o600);
}

/**
 * Puts a log aside that the running program writes through `descriptor`, opened to append. The descriptor cannot be
 * exchanged, nor those of libraries that print: the file is copied and emptied. Leaves alone what is not that file.
 * Says whether it was done; a disk that refuses leaves the log as it is.
 */
export function putAside(file: string, descriptor: number, mostBytes = MOST_BYTES): boolean {
  try {
    const { size, ino } = fstatSync(descriptor);
    if (size <= mostBytes || statSync(file).ino !== ino) return false;
    copyFileSync(file, asideOf(file));
    truncateSync(file);
    return true;
  } catch {
    return false;
  }
}

function asideOf(file: string): string {
  return `${file}.1`;
}
