import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/** Turns of the event loop without room for more after which a flood counts as held back by its reader. */
const STALL_TURNS = 500;

/** Writes a piece over and over, never more than the connection takes. */
export async function respondFlood(
  response: ServerResponse,
  megabytes: number,
  piece: string | Uint8Array,
  onStall: (bytes: number) => void,
): Promise<void> {
  response.setMaxListeners(0);
  let sent = 0;
  while (sent < megabytes * 1024 * 1024 && !response.destroyed) {
    const isRoom = response.write(piece);
    sent += piece.length;
    if (!isRoom) await drained(response, () => onStall(sent));
  }
}

async function drained(response: ServerResponse, onStall: () => void): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const over = Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  over.then(
    () => waiting.abort(),
    () => undefined,
  );
  for (let turn = 0; turn < STALL_TURNS && !signal.aborted; turn++) await setImmediate();
  if (!signal.aborted) onStall();
  await over;
}
