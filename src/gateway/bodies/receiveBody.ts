import type { Readable } from 'node:stream';
import { errorCodes, type FastifyRequest } from 'fastify';
import type { ArrivingBody } from './arrivingBody.ts';
import type { BodyBytes } from './bodyBytes.ts';

/**
 * Reads a request's bytes, as many as its route takes. Ends with Fastify's error for a body that is too large, and with the
 * socket's, as a client's mistake, where it breaks off.
 */
export function receiveBody(
  request: FastifyRequest,
  payload: Readable,
  body: ArrivingBody,
  done: (error: Error | null, body?: BodyBytes) => void,
): void {
  const limit = request.routeOptions.bodyLimit;
  const tooLarge = (): Error => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
  if (Number(request.headers['content-length']) > limit) {
    done(tooLarge());
    return;
  }
  const finish = (error: Error | null): void => {
    payload.off('data', take);
    payload.off('end', end);
    payload.off('error', fail);
    if (error === null) done(null, body.end());
    else done(error);
  };
  const take = (piece: Buffer): void => {
    if (body.length + piece.length > limit) finish(tooLarge());
    else body.add(piece);
  };
  const end = (): void => finish(null);
  const fail = (error: Error): void => finish(Object.assign(error, { statusCode: 400 }));
  payload.on('data', take);
  payload.on('end', end);
  payload.on('error', fail);
}
