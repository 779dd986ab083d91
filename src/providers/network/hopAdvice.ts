import { isObject } from '../../domain/json.ts';
import { type ChosenProxy, describeProxy } from './proxyChoice.ts';
import type { Route } from './route.ts';
import { unreadableFiles } from './trust.ts';

/** A proxy answered the request for a tunnel with something else than 200. */
export class TunnelRefusal extends Error {
  readonly code = 'ERR_PROXY_TUNNEL';
  readonly statusCode: number;

  constructor(statusCode: number) {
    super(`The proxy answered with status ${statusCode}.`);
    this.name = 'TunnelRefusal';
    this.statusCode = statusCode;
  }
}

/** Who is spoken to. */
export interface Hop {
  /** `host:port` of the server. */
  readonly host: string;
  /** The config key or the words for the server's address, e.g. `api_base`. */
  readonly addressSetting: string;
  readonly route: Route | undefined;
}

/** What a code of Node's `net`, `dns` and `tls` or of undici means for whoever did not let us in. */
const REACHING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'is a name that cannot be resolved',
  EAI_AGAIN: 'is a name that could not be resolved just now',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  UND_ERR_PRX_CONN: 'closed the connection',
  ETIMEDOUT: 'did not take the connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'did not take the connection in time',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
};

const CHECKS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Check that the server runs and that {address} names its port',
  ENOTFOUND: 'Check the host in {address}, the DNS and the proxy settings',
  EAI_AGAIN: 'Check the network and the DNS',
  ECONNRESET: 'Check the server, and any proxy on the way',
  EPIPE: 'Check the server, and any proxy on the way',
  UND_ERR_SOCKET: 'Check the server, and any proxy on the way',
  ETIMEDOUT: 'Check the address in {address}, the network and the firewall',
  UND_ERR_CONNECT_TIMEOUT: 'Check the address in {address}, the network and the firewall',
  EHOSTUNREACH: 'Check the address in {address} and the network',
  ENETUNREACH: 'Check the address in {address} and the network',
};

const TRUST_IT =
  'Name the PEM file of that authority in ssl_verify (of the deployment or in litellm_settings) or in SSL_CERT_FILE';
const NO_TLS = 'does not speak TLS. Check whether {address} should begin with http://';

const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has a TLS certificate that has expired',
  CERT_NOT_YET_VALID: "has a TLS certificate that is not valid yet. Check this machine's clock",
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a TLS certificate for another name. Check the host in {address}',
  DEPTH_ZERO_SELF_SIGNED_CERT: `has a self-signed TLS certificate. ${TRUST_IT}`,
  SELF_SIGNED_CERT_IN_CHAIN: `has a TLS certificate of a private authority. ${TRUST_IT}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `has a TLS certificate of an unknown authority. ${TRUST_IT}`,
  UNABLE_TO_GET_ISSUER_CERT: `has a TLS certificate of an unknown authority. ${TRUST_IT}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `has a TLS certificate of an unknown authority. ${TRUST_IT}`,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  EPROTO: NO_TLS,
};

/**
 * A connection's failure in words: which of the machines on the way failed, how, and which setting mends it. Undefined
 * for a failure that is none of a connection.
 */
export function explainHop(thrown: unknown, hop: Hop): string | undefined {
  const proxy = hop.route?.proxy;
  const code = errorCode(thrown);
  const refusal = tunnelStatus(thrown);
  if (proxy !== undefined && refusal !== undefined) {
    return `The proxy ${describeProxy(proxy)} ${refusalWords(refusal, hop, proxy)}.`;
  }
  const certificate = code === undefined ? undefined : CERTIFICATES[code];
  if (certificate !== undefined) {
    return `${tlsPeers(hop)} ${filled(certificate, hop)}.${certificateNotes(hop, certificate)}`;
  }
  const words = code === undefined ? undefined : REACHING[code];
  if (code === undefined || words === undefined) return undefined;
  if (proxy === undefined) return `The server at ${hop.host} ${words}. ${filled(CHECKS[code] ?? '', hop)}.`;
  return `The proxy ${describeProxy(proxy)} on the way to ${hop.host} ${words}. Check it and ${proxy.setting}; to reach the host without it there is ${proxy.bypass}.`;
}

/** Both sides of a proxy can have shown the certificate where the proxy is spoken to by TLS. */
function tlsPeers({ host, route }: Hop): string {
  const proxy = route?.proxy;
  return proxy?.url.protocol === 'https:'
    ? `The server at ${host}, or the proxy ${describeProxy(proxy)} on the way,`
    : `The server at ${host}`;
}

/** The code of an error or of what caused it, e.g. `ECONNREFUSED`. */
export function errorCode(thrown: unknown): string | undefined {
  if (!isObject(thrown)) return undefined;
  const code = thrown['code'];
  if (typeof code === 'string') return code;
  return errorCode(thrown['cause']);
}

function filled(words: string, { addressSetting }: Hop): string {
  return words.replaceAll('{address}', addressSetting);
}

/** The status with which a proxy refused a tunnel: ours says it in a field, undici's in its words. */
function tunnelStatus(thrown: unknown): number | undefined {
  if (thrown instanceof TunnelRefusal) return thrown.statusCode;
  const message = isObject(thrown) && typeof thrown['message'] === 'string' ? thrown['message'] : '';
  const [, inTunnel, forwarded] =
    /Proxy response \((\d+)\)|Proxy Authentication Required \((407)\)/.exec(message) ?? [];
  const status = inTunnel ?? forwarded;
  return status === undefined ? undefined : Number(status);
}

function refusalWords(status: number, { host }: Hop, { setting, bypass }: ChosenProxy): string {
  if (status === 407) {
    return `asks for a login, or refused the one it got (status 407). Write it into ${setting}, like http://user:password@proxy:3128`;
  }
  if (status >= 500)
    return `could not reach ${host} (status ${status}). Check the host, or reach it without the proxy by ${bypass}`;
  return `refuses connections to ${host} (status ${status}). Ask who runs it, or reach the host without it by ${bypass}`;
}

function certificateNotes({ route }: Hop, words: string): string {
  if (!words.includes(TRUST_IT)) return '';
  const missing = route?.trust === undefined ? [] : unreadableFiles(route.trust);
  const proxy = route?.proxy === undefined ? '' : ' A proxy that inspects TLS has an authority of its own.';
  return `${proxy}${missing.length === 0 ? '' : ` These files are named but cannot be read: ${missing.join(', ')}.`}`;
}
