import type { ChatRequest } from '../../domain/chat.ts';
import type { ProviderCall, RelayRequest, RequestDescription } from '../../domain/ports.ts';
import { toChatBody } from './chatBody.ts';
import type { OpenaiContext } from './exchange.ts';
import { toRelayBody } from './relayBody.ts';
import { resolveTarget } from './target.ts';

/** The request that `chat` or `relayChat` would send. Throws GatewayError for what cannot be said to this server. */
export function describeRequest(
  context: OpenaiContext,
  request: ChatRequest | RelayRequest,
  call: ProviderCall,
): RequestDescription {
  const { url, headers } = resolveTarget(call.deployment, context.environment, '/chat/completions');
  const body = 'body' in request ? toRelayBody(request, call, url) : toChatBody(request, call, url);
  return { url: url.origin + url.pathname, headers, body };
}
