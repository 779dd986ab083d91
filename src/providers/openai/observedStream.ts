import { brokenOff, toConnectionError } from './connectionErrors.ts';
import type { OpenedExchange } from './exchange.ts';
import type { ObservedFrame } from './frameReader.ts';
import { FrameReader } from './frameReader.ts';
import type { AnswerBody } from './upstreamAnswer.ts';

/** How long a server may take to end its answer after `[DONE]` before its connection is given up. */
const CLOSING_TIME_MS = 1000;

/**
 * The frames of a stream, in the batches the network brings them in. Nothing is read while nobody pulls; returning early
 * closes the socket. Throws GatewayError for an error object, for what is not JSON and for a stream that breaks off, after
 * the frames before it have been given out. `joined`: frames of text side by side have one event.
 */
export async function* observeStream(
  exchange: OpenedExchange,
  joined: boolean,
): AsyncGenerator<readonly ObservedFrame[]> {
  const reader = new FrameReader(exchange, joined);
  let isOpen = true;
  try {
    while (isOpen) {
      const piece = await pull(exchange);
      const batch = piece === undefined ? reader.readRest() : reader.read(piece);
      isOpen = piece !== undefined && !reader.isDone;
      if (piece !== undefined && reader.isDone) letEnd(exchange);
      if (batch.frames.length > 0) yield batch.frames;
      if (batch.failure !== undefined) throw batch.failure;
    }
    if (!reader.isComplete) throw brokenOff(exchange, 'the stream ended without a finish reason');
  } finally {
    if (isOpen) exchange.body.destroy();
  }
}

async function pull(exchange: OpenedExchange): Promise<Buffer | undefined> {
  try {
    return await exchange.body.pull();
  } catch (thrown) {
    throw toConnectionError(thrown, exchange, 'midway');
  }
}

/** Reads the end of the body, so that the connection can serve again; closes it where the server does not end. */
function letEnd({ body, context: { clock, logger } }: OpenedExchange): void {
  if (body.isOver) return;
  const cancel = clock.timer(CLOSING_TIME_MS, () => {
    logger.debug('The server did not end its stream after [DONE]; its connection is closed.');
    body.destroy();
  });
  void drain(body).finally(cancel);
}

async function drain(body: AnswerBody): Promise<void> {
  try {
    let piece = await body.pull();
    while (piece !== undefined) piece = await body.pull();
  } catch {
    // The answer is complete; how its connection ends is of no interest.
  }
}
