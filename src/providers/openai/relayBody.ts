import type { ProviderCall, RelayRequest } from '../../domain/ports.ts';
import { withoutCacheControl } from './cacheControl.ts';
import { finishBody } from './requestBody.ts';

/**
 * The client's body as the server gets it. Anthropic's cache marks stay only where the config says that the model caches,
 * and Anthropic's `thinking` goes where the model does not take it and parameters may be dropped.
 */
export function toRelayBody(request: RelayRequest, call: ProviderCall, url: URL): Record<string, unknown> {
  const body: Record<string, unknown> = { ...request.body, stream: request.stream ? true : undefined };
  const { caching, thinking } = call.card.capabilities;
  if (caching === undefined) {
    body['messages'] = withoutCacheControl(body['messages']);
    if (body['tools'] !== undefined) body['tools'] = withoutCacheControl(body['tools']);
  }
  if (call.dropParams && (thinking === 'none' || thinking === 'effort')) delete body['thinking'];
  return finishBody(body, call, url);
}
