import type { Random } from '../domain/ports.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** How long to wait after so many failures in a row, ms: twice as long each time, half of it by chance. */
export function backoffMs(failures: number, random: Random): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(most / 2 + (most / 2) * random.next());
}
