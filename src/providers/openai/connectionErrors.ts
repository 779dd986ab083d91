import { GatewayError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { errorCode, explainHop } from '../network/hopAdvice.ts';
import type { Exchange } from './exchange.ts';

const PROVIDER = 'openai';

/**
 * A failure below HTTP as a GatewayError. An abort becomes its own reason (the router aborts with a GatewayError when an
 * attempt's time is over), else `cancelled`.
 */
export function toConnectionError(
  thrown: unknown,
  exchange: Exchange,
  when: 'before' | 'midway' = 'before',
): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  if (exchange.signal.aborted) return toAbortError(exchange);
  const code = errorCode(thrown);
  return new GatewayError('connection', message(thrown, exchange, when), {
    provider: PROVIDER,
    providerCode: code,
    cause: thrown,
  });
}

/** A stream that came to its end without having said so. */
export function brokenOff(exchange: Exchange, detail: string): GatewayError {
  return new GatewayError('connection', `The server at ${exchange.target.host} broke off its answer: ${detail}.`, {
    provider: PROVIDER,
  });
}

function toAbortError(exchange: Exchange): GatewayError {
  const reason: unknown = exchange.signal.reason;
  if (reason instanceof GatewayError) return reason;
  if (isObject(reason) && reason['name'] === 'TimeoutError') {
    return new GatewayError('timeout', `The server at ${exchange.target.host} did not answer in time.`, {
      provider: PROVIDER,
      cause: reason,
    });
  }
  return new GatewayError('cancelled', 'The request was cancelled.', { provider: PROVIDER, cause: reason });
}

function message(thrown: unknown, { context, target }: Exchange, when: 'before' | 'midway'): string {
  const { host, url, network } = target;
  if (when === 'midway') return `The server at ${host} broke off its answer: the connection was closed midway.`;
  const route = context.dispatchers.route(url, network);
  const advice = explainHop(thrown, { host, addressSetting: 'api_base', route });
  if (advice !== undefined) return advice;
  const code = errorCode(thrown);
  if (isNotHttp(thrown)) return `The server at ${host} does not speak HTTP. Check the port in api_base.`;
  return `The connection to the server at ${host} failed${code === undefined ? '' : ` (${code})`}. Check api_base and the network.`;
}

/** undici's parser gives up on what is not HTTP. */
function isNotHttp(thrown: unknown): boolean {
  return isObject(thrown) && thrown['name'] === 'HTTPParserError';
}
