import type { GatewayError } from '../domain/errors.ts';
import { toUsd } from '../domain/money.ts';
import type { GatewayContext } from './context.ts';
import type { RequestCall } from './requestCall.ts';

/** LiteLLM's response headers, as far as they are known when the answer begins. Empty values are left out. */
export function answerHeaders(
  call: RequestCall,
  context: GatewayContext,
  upstream: Readonly<Record<string, string>>,
): Record<string, string> {
  const answering = call.answering;
  const { deployment } = answering ?? {};
  const elapsedMs = context.clock.now() - call.startedAt;
  return compact({
    'x-litellm-call-id': call.facts.callId,
    'x-litellm-version': context.identity.version,
    'x-litellm-model-id': deployment?.id,
    'x-litellm-model-group': deployment?.group,
    'x-litellm-model-api-base': answering?.apiBase,
    'x-litellm-model-region': answering?.region,
    'x-litellm-attempted-retries': String(call.triesBy('retry')),
    'x-litellm-attempted-fallbacks': String(call.triesBy('fallback')),
    'x-litellm-response-duration-ms': elapsedMs.toFixed(2),
    'x-litellm-response-cost': costHeader(call),
    ...Object.fromEntries(Object.entries(upstream).map(([name, value]) => [`llm_provider-${name}`, value])),
  });
}

/** When to come back, where the error knows, and word to the clients' SDKs where coming back is pointless. */
export function errorHeaders(error: GatewayError): Record<string, string> {
  return compact({
    'retry-after': error.retryAfterMs === undefined ? undefined : String(Math.ceil(error.retryAfterMs / 1000)),
    'x-should-retry': error.retryable ? undefined : 'false',
  });
}

function costHeader(call: RequestCall): string | undefined {
  const cost = call.cost();
  return cost === undefined ? undefined : String(toUsd(cost.total));
}

const UNSAFE = /[^\t\x20-\x7e]/g;

function compact(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== '') kept[name] = value.replace(UNSAFE, '?');
  }
  return kept;
}
