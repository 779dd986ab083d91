import { readFileSync } from 'node:fs';

/** Whether a process runs. One that has ended but waits to be buried, as orphans in a container may for ever, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
