import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../domain/ports.ts';
import { nextTurn } from '../domain/turns.ts';

/** Characters that leave together. */
const TOGETHER = 64 * 1024;

/** So long the making of an answer may take before other requests have their turn, ms. */
const LONGEST_TURN_MS = 8;

/**
 * Sends JSON that is made while it leaves: an answer of many MB holds up no stream, waits for its reader, and is never in
 * memory as a whole. What fails before the first part is an error as of any route; later the connection is cut.
 */
export async function sendJson(
  reply: FastifyReply,
  clock: Pick<Clock, 'monotonic'>,
  parts: AsyncIterable<Iterable<string>>,
): Promise<FastifyReply> {
  return await reply.type('application/json; charset=utf-8').send(Readable.from(inTurns(parts, clock)));
}

async function* inTurns(
  parts: AsyncIterable<Iterable<string>>,
  clock: Pick<Clock, 'monotonic'>,
): AsyncGenerator<Buffer, void, undefined> {
  let text = '';
  let since = clock.monotonic();
  for await (const pieces of parts) {
    for (const piece of pieces) {
      text += piece;
      if (text.length >= TOGETHER) {
        yield Buffer.from(text);
        text = '';
      }
      if (clock.monotonic() - since < LONGEST_TURN_MS) continue;
      await nextTurn();
      since = clock.monotonic();
    }
  }
  if (text !== '') yield Buffer.from(text);
}
