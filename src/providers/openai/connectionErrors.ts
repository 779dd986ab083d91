import { GatewayError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import type { Exchange } from './exchange.ts';

const PROVIDER = 'openai';

/** What the code of a failed connection means, and what to check. Codes of Node's `net`, `dns` and `tls`, and of undici. */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection. Check that the server runs and that api_base names its port',
  ENOTFOUND: 'is a name that cannot be resolved. Check the host in api_base, the DNS and the proxy settings',
  EAI_AGAIN: 'is a name that could not be resolved just now. Check the network and the DNS',
  ECONNRESET: 'closed the connection. Check the server, and any proxy on the way',
  EPIPE: 'closed the connection. Check the server, and any proxy on the way',
  UND_ERR_SOCKET: 'closed the connection. Check the server, and any proxy on the way',
  ETIMEDOUT: 'did not take the connection in time. Check the address in api_base, the network and the firewall',
  UND_ERR_CONNECT_TIMEOUT:
    'did not take the connection in time. Check the address in api_base, the network and the firewall',
  EHOSTUNREACH: 'cannot be reached. Check the address in api_base and the network',
  ENETUNREACH: 'cannot be reached. Check the address in api_base and the network',
  CERT_HAS_EXPIRED: 'has a TLS certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a TLS certificate for another name. Check the host in api_base',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed TLS certificate. Name its authority in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a TLS certificate of a private authority. Name that authority in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a TLS certificate of an unknown authority. Name that authority in NODE_EXTRA_CA_CERTS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS. Check whether api_base should begin with http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not speak TLS. Check whether api_base should begin with http://',
  EPROTO: 'does not speak TLS. Check whether api_base should begin with http://',
};

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
  return new GatewayError('connection', message(thrown, exchange.target.host, when), {
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

function message(thrown: unknown, host: string, when: 'before' | 'midway'): string {
  if (when === 'midway') return `The server at ${host} broke off its answer: the connection was closed midway.`;
  const code = errorCode(thrown);
  const advice = code === undefined ? undefined : ADVICE[code];
  if (advice !== undefined) return `The server at ${host} ${advice}.`;
  if (isNotHttp(thrown)) return `The server at ${host} does not speak HTTP. Check the port in api_base.`;
  return `The connection to the server at ${host} failed${code === undefined ? '' : ` (${code})`}. Check api_base and the network.`;
}

/** undici's parser gives up on what is not HTTP. */
function isNotHttp(thrown: unknown): boolean {
  return isObject(thrown) && thrown['name'] === 'HTTPParserError';
}

function errorCode(thrown: unknown): string | undefined {
  if (!isObject(thrown)) return undefined;
  const code = thrown['code'];
  if (typeof code === 'string') return code;
  return errorCode(thrown['cause']);
}
