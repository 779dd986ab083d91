import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../domain/errors.ts';
import type { Logger } from '../domain/ports.ts';
import { nextTurn } from '../domain/turns.ts';
import { isLocked } from './storageErrors.ts';

/** Between two looks at a ledger that another program keeps locked, ms. */
const LOCKED_MS = 1000;

/**
 * Runs work in steps, one for each turn of the event loop, so that requests go first. `step` says whether there is more
 * to do, and `ready` resolves when the next one may be taken. Resolves at the end, at the first failure (logged), or when `open` says that the ledger has been closed.
 */
export async function runInSteps(work: {
  readonly name: string;
  readonly logger: Logger;
  step(): boolean;
  open(): boolean;
  ready?(): Promise<void>;
}): Promise<void> {
  try {
    do {
      await nextTurn();
      await work.ready?.();
    } while (work.open() && (await stepWhenFree(work)));
  } catch (thrown) {
    const reason = messageOf(thrown);
    work.logger.warn(`${work.name} was interrupted; the next start goes on with it`, { reason });
  }
}

/** Another program's lock ends one day: until then the work waits, and nothing else does. */
async function stepWhenFree({ step, open }: { step(): boolean; open(): boolean }): Promise<boolean> {
  for (;;) {
    try {
      return step();
    } catch (thrown) {
      if (!isLocked(thrown)) throw thrown;
      await pause(LOCKED_MS, undefined, { ref: false });
      if (!open()) return false;
    }
  }
}
