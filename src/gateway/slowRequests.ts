import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

export interface ConnectionLimits {
  /** Within this time a connection has to have said all headers of a request, ms. */
  readonly headersMs: number;
  /** Between two pieces of a body passes no more than this, ms. A long upload that goes on is not cut. */
  readonly bodyPauseMs: number;
  /** Open connections; further ones are closed at once. */
  readonly connections: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = { headersMs: 30_000, bodyPauseMs: 60_000, connections: 1000 };

/** Ends a request whose body stops coming, with 408, and one that goes on sending though it has been answered. */
export function watchBody(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  { clock, pauseMs }: { readonly clock: Clock; readonly pauseMs: number },
): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers;
  if (length === '0' && encoding === undefined) return;
  const { socket } = raw;
  raw.setTimeout(pauseMs, () => {
    if (reply.sent) socket.destroy();
    else void reply.header('connection', 'close').send(stoppedBody(pauseMs));
  });
  raw.once('end', () => {
    // From here on it is the model's time that passes. After the answer the time of idle connections counts.
    if (!reply.raw.writableFinished) socket.setTimeout(0);
  });
  reply.raw.once('finish', () => {
    if (raw.complete) return;
    const cancel = clock.timer(pauseMs, () => socket.destroy());
    const over = (): void => {
      cancel();
      socket.off('close', over);
    };
    raw.once('end', over);
    socket.once('close', over);
  });
}

function stoppedBody(pauseMs: number): GatewayError {
  return new GatewayError(
    'timeout',
    `The request's body stopped coming for ${pauseMs / 1000} seconds. Send the request again.`,
  );
}
