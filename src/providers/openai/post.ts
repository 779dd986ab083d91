import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { JsonSource, ProviderCall } from '../../domain/ports.ts';
import { hasCrossed } from './brokenConnections.ts';
import { toConnectionError } from './connectionErrors.ts';
import type { Exchange, OpenaiContext, OpenedExchange } from './exchange.ts';
import { toJsonBytes } from './jsonBytes.ts';
import { toResponseError } from './responseErrors.ts';
import type { Target } from './target.ts';
import { type AnswerBody, sendRequest, type UpstreamAnswer } from './upstreamAnswer.ts';

/** Enough of an error's body to read its message. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * Sends a JSON body and waits for the head of the answer. Throws GatewayError for a failed connection, an abort and any
 * status but 2xx. `source` saves the writing of what came in just so. Aborting the call's signal closes the socket at once, now or while the body is read.
 */
export async function post(
  context: OpenaiContext,
  target: Target,
  body: Readonly<Record<string, unknown>>,
  call: ProviderCall,
  source?: JsonSource,
): Promise<OpenedExchange> {
  const { signal } = call;
  const exchange: Exchange = { context, target, signal };
  const response = await send(exchange, toJsonBytes(body, source), body['stream'] === true);
  const headers = flatten(response.headers);
  const upstreamRequestId = headers['x-request-id'] ?? headers['request-id'];
  const opened = { context, target, signal, headers, upstreamRequestId, body: response.body };
  if (response.statusCode >= 200 && response.statusCode < 300) return opened;
  const text = await readSome(response.body, exchange);
  throw toResponseError(response.statusCode, text, opened);
}

/** A request that crossed the closing of a kept connection is sent once more, on a connection of its own. */
async function send(
  exchange: Exchange,
  body: string | readonly Uint8Array[],
  stream: boolean,
): Promise<UpstreamAnswer> {
  const { context, target, signal } = exchange;
  const always = stream ? target.streamHeaders : target.headers;
  const sendBy = (dispatcher: Dispatcher): Promise<UpstreamAnswer> => {
    const { origin, path } = target;
    const { length, content } = toContent(body);
    const headers = length === undefined ? always : { ...always, ...length };
    return sendRequest(dispatcher, { origin, path, method: 'POST', headers, body: content }, signal);
  };
  const begun = performance.now();
  try {
    return await sendBy(await context.dispatchers.forUrl(target.url, target.network));
  } catch (thrown) {
    if (signal.aborted || !hasCrossed(thrown, performance.now() - begun)) throw toConnectionError(thrown, exchange);
  }
  try {
    return await sendBy(await context.dispatchers.unkept(target.url, target.network));
  } catch (thrown) {
    throw toConnectionError(thrown, exchange);
  }
}

/** From this size on, leaving pieces where they are costs less than copying them into one. */
const WORTHWHILE_BYTES = 64 * 1024;

function toContent(body: string | readonly Uint8Array[]) {
  if (typeof body === 'string') return { content: body, length: undefined };
  const bytes = body.reduce((sum, piece) => sum + piece.length, 0);
  if (bytes < WORTHWHILE_BYTES) return { content: Buffer.concat(body), length: undefined };
  return { content: Readable.from(body, { objectMode: false }), length: { 'content-length': String(bytes) } };
}

/** The whole body. Throws GatewayError where it breaks off. */
export async function readBody(exchange: OpenedExchange): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    while (!exchange.body.isOver) {
      const piece = await exchange.body.pull();
      if (piece !== undefined) pieces.push(piece);
    }
  } catch (thrown) {
    throw toConnectionError(thrown, exchange, 'midway');
  }
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}

async function readSome(body: AnswerBody, exchange: Exchange): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    while (length < MAX_ERROR_BYTES) {
      const piece = await body.pull();
      if (piece === undefined) break;
      pieces.push(piece);
      length += piece.length;
    }
    body.destroy();
  } catch (thrown) {
    // The status alone says enough, unless it is our own side that gave up.
    if (exchange.signal.aborted) throw toConnectionError(thrown, exchange, 'midway');
  }
  return Buffer.concat(pieces).toString('utf8');
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
