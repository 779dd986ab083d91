import { existsSync, rmSync, writeFileSync } from 'node:fs';

/**
 * A file beside the ledger that says "SQLite met damage while it was in use": checking a large ledger in full
 * takes too long for every start, so it is done at the next one only.
 */
function markerOf(file: string): string {
  return `${file}.suspect`;
}

export function suspectLedger(file: string): void {
  try {
    writeFileSync(markerOf(file), '', { mode: 0o600 });
  } catch {
    // The damage itself is reported; a folder that cannot be written only loses the hint.
  }
}

export function isSuspect(file: string): boolean {
  return existsSync(markerOf(file));
}

export function clearSuspicion(file: string): void {
  rmSync(markerOf(file), { force: true });
}
