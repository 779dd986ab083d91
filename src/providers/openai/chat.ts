import type { ChatEvent, ChatRequest } from '../../domain/chat.ts';
import type { ChatAnswer, ProviderCall } from '../../domain/ports.ts';
import { toChatBody } from './chatBody.ts';
import { readCompletion } from './completion.ts';
import type { OpenaiContext, OpenedExchange } from './exchange.ts';
import { observeStream } from './observedStream.ts';
import { post } from './post.ts';
import { headersToPassOn } from './responseHeaders.ts';
import { isStream } from './streamDetection.ts';
import { resolveTarget } from './target.ts';

/** A chat in the gateway's vocabulary, for clients that speak another dialect than the server. Throws GatewayError. */
export async function chat(context: OpenaiContext, request: ChatRequest, call: ProviderCall): Promise<ChatAnswer> {
  const target = resolveTarget(call.deployment, context.environment, '/chat/completions');
  const exchange = await post(context, target, toChatBody(request, call, target.url), call);
  const streams = request.stream && isStream(exchange);
  return {
    headers: headersToPassOn(exchange.headers),
    region: undefined,
    upstreamRequestId: exchange.upstreamRequestId,
    events: streams ? streamEvents(exchange) : all((await readCompletion(exchange)).events),
  };
}

async function* streamEvents(exchange: OpenedExchange): AsyncGenerator<ChatEvent> {
  for await (const frames of observeStream(exchange, false)) {
    for (const frame of frames) yield* frame.events;
  }
}

async function* all(events: readonly ChatEvent[]): AsyncGenerator<ChatEvent> {
  yield* events;
}
