import { type Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { NetworkProbe, Reached } from '../../domain/doctor.ts';
import { GatewayError, messageOf } from '../../domain/errors.ts';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { Environment } from './environment.ts';
import { errorCode, explainHop } from './hopAdvice.ts';
import { describeProxy } from './proxyChoice.ts';
import { chooseRoute, type Route } from './route.ts';
import { chooseTrust, type TlsOptions, tlsOptions, unreadableFiles } from './trust.ts';

/** Goes to servers as requests to models do. `environment` is the process's with the config's, as it is now. */
export function createNetworkProbe(environment: () => Environment): NetworkProbe {
  return {
    reach: (address, network, signal) => reach(address, network, environment(), signal),
    unreadableFiles: (network) => unreadableFiles(chooseTrust(network ?? {}, environment())),
  };
}

async function reach(
  address: URL,
  network: NetworkParameters | undefined,
  environment: Environment,
  signal: AbortSignal,
): Promise<Reached> {
  const route = chooseRoute(address, network, environment);
  try {
    return await ask(address, route, environment, signal);
  } catch (thrown) {
    const words = explainHop(thrown, { host: address.host, addressSetting: 'the address', route });
    const message = words ?? messageOf(thrown);
    throw new GatewayError('connection', message, { cause: thrown, providerCode: errorCode(thrown) });
  }
}

/** A connection of its own: one that is kept would tell nothing of the way. GET, since some servers break on HEAD; the body is not read. */
async function ask(address: URL, route: Route, environment: Environment, signal: AbortSignal): Promise<Reached> {
  const secure = address.protocol === 'https:';
  const tls = route.trust === undefined ? undefined : tlsOptions(route.trust, environment);
  const tunnel = route.proxy === undefined ? undefined : await openTunnel(route.proxy.url, secure, tls);
  const send = secure ? requestHttps : requestHttp;
  return await new Promise((resolve, reject) => {
    const request = send(address, { method: 'GET', agent: tunnel ?? false, signal, ...(secure ? tls : {}) });
    request.on('error', reject);
    request.on('response', (response) => {
      const { socket, headers, statusCode = 0 } = response;
      resolve({
        status: statusCode,
        serverTime: timeOf(headers.date),
        certificate: socket instanceof TLSSocket ? certificateOf(socket) : undefined,
        proxy: route.proxy === undefined ? undefined : describeProxy(route.proxy),
      });
      response.destroy();
    });
    request.end();
  });
}

/** Loaded only here: most gateways have no proxy, and start sooner without the library. */
async function openTunnel(proxy: URL, secure: boolean, tls: TlsOptions | undefined): Promise<Agent> {
  const { TunnelAgent } = await import('../aws/tunnelAgent.ts');
  return new TunnelAgent({ proxy, secure, tls });
}

function timeOf(date: string | undefined): number | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : time;
}

function certificateOf(socket: TLSSocket): Reached['certificate'] {
  const { valid_to: validTo, issuer } = socket.getPeerCertificate();
  const expiresAt = timeOf(validTo);
  const names = issuer === undefined ? [] : [issuer.CN ?? issuer.O ?? ''].flat();
  return expiresAt === undefined ? undefined : { expiresAt, issuer: names.join(', ') };
}
