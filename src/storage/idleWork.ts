import { messageOf } from '../domain/errors.ts';
import type { Logger } from '../domain/ports.ts';

/**
 * Runs work in steps, one for each turn of the event loop, so that requests go first. `step` says whether there is more
 * to do. Resolves at the end, at the first failure (logged), or when `open` says that the ledger has been closed.
 */
export async function runInSteps(work: {
  readonly name: string;
  readonly logger: Logger;
  step(): boolean;
  open(): boolean;
}): Promise<void> {
  try {
    do {
      await nextTurn();
    } while (work.open() && work.step());
  } catch (thrown) {
    const reason = messageOf(thrown);
    work.logger.warn(`${work.name} was interrupted; the next start goes on with it`, { reason });
  }
}

/** A turn of the event loop, in which waiting requests are served. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
