import type { GatewayError } from '../domain/errors.ts';
import { type NanoUsd, toUsd } from '../domain/money.ts';
import type { GatewayContext } from './context.ts';
import type { RequestCall } from './requestCall.ts';

/**
 * LiteLLM's response headers, as far as they are known when the answer begins. Empty values are left out. `cost` where it is
 * settled already.
 */
export function answerHeaders(
  call: RequestCall,
  context: GatewayContext,
  upstream: Readonly<Record<string, string>>,
  cost: NanoUsd | undefined = call.cost()?.total,
): Record<string, string> {
  const answering = call.answering;
  const { deployment } = answering ?? {};
  const elapsedMs = context.clock.monotonic() - call.since;
  const retries = call.triesBy('retry');
  return compact({
    'x-litellm-call-id': call.facts.callId,
    'x-litellm-version': context.identity.version,
    'x-litellm-model-id': deployment?.id,
    'x-litellm-model-group': deployment?.group,
    'x-litellm-model-api-base': answering?.apiBase,
    'x-litellm-model-region': answering?.region,
    'x-litellm-attempted-retries': String(retries),
    'x-litellm-attempted-fallbacks': String(call.triesBy('fallback')),
    'x-litellm-max-retries': retries === 0 ? undefined : String(answering?.maxRetries),
    'x-litellm-timeout': answering === undefined ? undefined : pythonSeconds(answering.timeoutMs),
    'x-litellm-response-duration-ms': elapsedMs.toFixed(2),
    'x-litellm-overhead-duration-ms': Math.max(0, elapsedMs - call.upstreamMs()).toFixed(2),
    'x-litellm-response-cost': costHeader(cost),
    'x-litellm-response-cost-original': costHeader(cost),
    ...call.guard?.headers,
    ...Object.fromEntries(Object.entries(upstream).map(([name, value]) => [`llm_provider-${name}`, value])),
  });
}

/** When to come back, where the error knows, and word to the clients' SDKs where coming back is pointless. */
export function errorHeaders(error: GatewayError): Record<string, string> {
  return compact({
    'retry-after': error.retryAfterMs === undefined ? undefined : String(Math.ceil(error.retryAfterMs / 1000)),
    'x-should-retry': error.retryable ? undefined : 'false',
    ...error.headers,
  });
}

function costHeader(cost: NanoUsd | undefined): string | undefined {
  return cost === undefined ? undefined : String(toUsd(cost));
}

/** Seconds as Python writes a float, which clients of LiteLLM read: `1.0`, `0.001`. */
function pythonSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds);
}

const UNSAFE = /[^\t\x20-\x7e]/g;

function compact(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== '') kept[name] = value.replace(UNSAFE, '?');
  }
  return kept;
}
