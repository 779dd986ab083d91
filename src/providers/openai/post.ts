import type { Readable } from 'node:stream';
import type { ProviderCall } from '../../domain/ports.ts';
import { toConnectionError } from './connectionErrors.ts';
import type { Exchange, OpenaiContext, OpenedExchange } from './exchange.ts';
import { toResponseError } from './responseErrors.ts';
import type { Target } from './target.ts';

/** Enough of an error's body to read its message. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * Sends a JSON body and waits for the head of the answer. Throws GatewayError for a failed connection, an abort and any
 * status but 2xx. Aborting the call's signal closes the socket at once, now or while the body is read.
 */
export async function post(
  context: OpenaiContext,
  target: Target,
  body: Readonly<Record<string, unknown>>,
  call: ProviderCall,
): Promise<OpenedExchange> {
  const exchange: Exchange = { context, target, signal: call.signal };
  const response = await send(exchange, JSON.stringify(body), body['stream'] === true);
  // Whoever reads the body sees its errors; nobody may be reading when an abort destroys it.
  response.body.on('error', () => undefined);
  const headers = flatten(response.headers);
  const upstreamRequestId = headers['x-request-id'] ?? headers['request-id'];
  const opened = { ...exchange, headers, upstreamRequestId, body: response.body };
  if (response.statusCode >= 200 && response.statusCode < 300) return opened;
  const text = await readSome(response.body, exchange);
  throw toResponseError(response.statusCode, text, opened);
}

async function send(exchange: Exchange, body: string, stream: boolean) {
  const { context, target, signal } = exchange;
  const accept = stream ? 'text/event-stream' : 'application/json';
  try {
    const dispatcher = await context.dispatchers.forUrl(target.url, target.network);
    return await dispatcher.request({
      origin: target.url.origin,
      path: target.url.pathname + target.url.search,
      method: 'POST',
      headers: { accept, ...target.headers },
      body,
      signal,
    });
  } catch (thrown) {
    throw toConnectionError(thrown, exchange);
  }
}

/** The whole body. Throws GatewayError where it breaks off. */
export async function readBody(exchange: OpenedExchange): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of exchange.body) pieces.push(piece);
  } catch (thrown) {
    throw toConnectionError(thrown, exchange, 'midway');
  }
  return Buffer.concat(pieces);
}

async function readSome(body: Readable, exchange: Exchange): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body) {
      pieces.push(piece);
      length += piece.length;
      if (length >= MAX_ERROR_BYTES) break;
    }
  } catch (thrown) {
    // The status alone says enough, unless it is our own side that gave up.
    if (exchange.signal.aborted) throw toConnectionError(thrown, exchange, 'midway');
  }
  return Buffer.concat(pieces).toString('utf8');
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
