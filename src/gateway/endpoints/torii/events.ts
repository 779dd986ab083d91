import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { EVENTS_PATH } from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';
import { SseResponse } from '../../sse.ts';

/** A stream of notices for as long as the reader stays: the editor, the dashboard, and windows that wait for this one to end. */
export function registerEvents(server: FastifyInstance, context: GatewayContext): void {
  const readers = new Set<ServerResponse>();
  // They stay open for ever: a stop must end them, and by that tells other windows to take over.
  server.addHook('preClose', (done) => {
    for (const reader of readers) reader.destroy();
    done();
  });
  server.get(EVENTS_PATH, { config: { dashboard: true } }, (_request, reply) => {
    reply.hijack();
    const stream = new SseResponse(reply.raw, context.clock, () => ({}));
    stream.begin({});
    const unsubscribe = context.notices.subscribe((notice) => {
      // A reader that does not read is dropped rather than buffered without bound.
      if (reply.raw.writableNeedDrain) reply.raw.destroy();
      else reply.raw.write(`data: ${JSON.stringify(notice)}\n\n`);
    });
    readers.add(reply.raw);
    reply.raw.once('close', () => {
      readers.delete(reply.raw);
      unsubscribe();
      stream.stop();
    });
    reply.raw.write(': connected\n\n');
  });
}
