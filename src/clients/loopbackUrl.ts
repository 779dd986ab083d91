import { GatewayError } from '../domain/errors.ts';

const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The gateway's base URL as clients take it: no trailing slash, no `/v1`. Throws GatewayError `bad-request` for
 * anything but this machine's loopback, since the key would be stored in plain text and sent there.
 */
export function toLoopbackBaseUrl(baseUrl: string): string {
  const url = URL.parse(baseUrl.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new GatewayError('bad-request', 'The gateway address is not a URL such as http://127.0.0.1:4000.');
  }
  if (!LOOPBACK_HOST.test(url.hostname) || url.username !== '' || url.password !== '') {
    throw new GatewayError(
      'bad-request',
      `Coding agents are configured for a gateway on this machine only (127.0.0.1, localhost or [::1]), not ${url.host}.`,
    );
  }
  if (!/^\/*(v1\/*)?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw new GatewayError('bad-request', 'The gateway address must end after the port, as in http://127.0.0.1:4000.');
  }
  return url.origin;
}
