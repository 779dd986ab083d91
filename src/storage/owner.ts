import { errorCode } from './storageErrors.ts';

/** The process that a ledger is open in, and how it tells whether another one still runs. */
export interface LedgerOwner {
  readonly pid: number;
  isAlive(pid: number): boolean;
}

export const THIS_PROCESS: LedgerOwner = { pid: process.pid, isAlive: isProcessAlive };

/** Signal 0 only asks. EPERM means that the process runs, as another user. */
function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return errorCode(thrown) === 'EPERM';
  }
}
