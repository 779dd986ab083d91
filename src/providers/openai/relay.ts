import type { ProviderCall, RelayAnswer, RelayChunk, RelayRequest } from '../../domain/ports.ts';
import { readCompletion } from './completion.ts';
import { completionAsStream } from './completionAsStream.ts';
import type { OpenaiContext, OpenedExchange } from './exchange.ts';
import type { ObservedFrame } from './frameReader.ts';
import { createModelStamp, restampModel } from './modelStamp.ts';
import { observeStream } from './observedStream.ts';
import { post } from './post.ts';
import { toRelayBody } from './relayBody.ts';
import { headersToPassOn } from './responseHeaders.ts';
import { isStream } from './streamDetection.ts';
import { resolveTarget } from './target.ts';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';
const JSON_TYPE = 'application/json';

/** OpenAI in, OpenAI out: the server's bytes are passed on whole and only observed. Throws GatewayError. */
export async function relayChat(
  context: OpenaiContext,
  request: RelayRequest,
  call: ProviderCall,
): Promise<RelayAnswer> {
  const target = resolveTarget(call.deployment, context.environment, '/chat/completions');
  const exchange = await post(context, target, toRelayBody(request, call, target.url), call, request.source);
  const answer = {
    headers: headersToPassOn(exchange.headers),
    upstreamRequestId: exchange.upstreamRequestId,
  };
  if (request.stream && isStream(exchange)) {
    return { ...answer, contentType: EVENT_STREAM, chunks: relayStream(exchange, request) };
  }
  const completion = await readCompletion(exchange);
  if (request.stream) {
    context.logger.debug('The server answered a stream request with a whole answer.', { host: target.host });
    return { ...answer, contentType: EVENT_STREAM, chunks: [completionAsStream(completion, request)] };
  }
  const bytes = restampModel(completion.bytes, completion.json['model'], request.responseModel);
  return { ...answer, contentType: JSON_TYPE, chunks: [{ bytes, events: completion.events }] };
}

async function* relayStream(exchange: OpenedExchange, request: RelayRequest): AsyncGenerator<RelayChunk> {
  const stamp = createModelStamp(request.responseModel);
  const relayFrame = (frame: ObservedFrame): RelayedFrame => {
    const isKept = request.includeUsage || !frame.isUsageOnly;
    return { bytes: isKept ? stamp(frame.bytes, frame.model, frame.isRun) : NOTHING, events: frame.events };
  };
  for await (const frames of observeStream(exchange, true)) {
    const [first] = frames;
    if (frames.length === 1 && first !== undefined) yield relayFrame(first);
    else yield joinChunks(frames.map(relayFrame));
  }
}

const NOTHING = Buffer.alloc(0);

interface RelayedFrame extends RelayChunk {
  readonly bytes: Buffer;
}

function joinChunks(chunks: readonly RelayedFrame[]): RelayChunk {
  return { bytes: joinBytes(chunks.map(({ bytes }) => bytes)), events: chunks.flatMap(({ events }) => events) };
}

/** Frames that came in one piece and were left as they are lie side by side already. */
function joinBytes(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  let end = first?.byteOffset ?? 0;
  for (const { buffer, byteOffset, length } of parts) {
    if (buffer !== first?.buffer || byteOffset !== end) return Buffer.concat(parts);
    end += length;
  }
  return first === undefined ? NOTHING : Buffer.from(first.buffer, first.byteOffset, end - first.byteOffset);
}
