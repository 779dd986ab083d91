import type { GatewayError } from '../domain/errors.ts';
import { type NanoUsd, toUsd } from '../domain/money.ts';
import type { GatewayContext } from './context.ts';
import type { RequestCall } from './requestCall.ts';

/**
 * LiteLLM's response headers, as far as they are known when the answer begins. Empty values are left out. `settled` is the
 * cost where the row is written already.
 */
export function answerHeaders(
  call: RequestCall,
  context: GatewayContext,
  upstream: Readonly<Record<string, string>>,
  settled?: NanoUsd,
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
    ...costHeaders(call, settled),
    ...call.guard?.headers,
    ...prefixed(upstream),
  });
}

/**
 * What is known of a stream that has to begin although nothing good has come: which deployment answers in the end is open,
 * and so nothing of the one that is being tried.
 */
export function earlyHeaders(call: RequestCall, context: GatewayContext): Record<string, string> {
  return compact({
    'x-litellm-call-id': call.facts.callId,
    'x-litellm-version': context.identity.version,
    'x-litellm-attempted-retries': String(call.triesBy('retry')),
    'x-litellm-attempted-fallbacks': String(call.triesBy('fallback')),
    'x-litellm-response-duration-ms': (context.clock.monotonic() - call.since).toFixed(2),
    ...call.guard?.headers,
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

function prefixed(upstream: Readonly<Record<string, string>>): Record<string, string> {
  const named: Record<string, string> = {};
  for (const name of Object.keys(upstream)) named[`llm_provider-${name}`] = upstream[name] ?? '';
  return named;
}

/** Discount and margin have headers of their own where the config sets one. */
function costHeaders(call: RequestCall, settled: NanoUsd | undefined): Record<string, string> {
  const cost = call.cost();
  const total = settled ?? cost?.total;
  if (total === undefined) return {};
  const known = {
    'x-litellm-response-cost': String(toUsd(total)),
    'x-litellm-response-cost-original': String(toUsd(cost?.original ?? total)),
  };
  const adjustment = call.answering?.price?.adjustment;
  if (adjustment === undefined || cost === undefined) return known;
  return {
    ...known,
    'x-litellm-response-cost-discount-amount': String(toUsd(cost.discount)),
    'x-litellm-response-cost-margin-amount': String(toUsd(cost.margin)),
    'x-litellm-response-cost-margin-percent': String(adjustment.marginPart),
  };
}

/** Seconds as Python writes a float, which clients of LiteLLM read: `1.0`, `0.001`. */
function pythonSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds);
}

const UNSAFE = /[^\t\x20-\x7e]/;
const ALL_UNSAFE = new RegExp(UNSAFE, 'g');

function compact(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && value !== '') kept[name] = UNSAFE.test(value) ? value.replace(ALL_UNSAFE, '?') : value;
  }
  return kept;
}
