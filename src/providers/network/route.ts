import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { Environment } from './environment.ts';
import { type ChosenProxy, chooseProxy } from './proxyChoice.ts';
import { chooseTrust, type Trust } from './trust.ts';

/** The way to a server. */
export interface Route {
  readonly proxy: ChosenProxy | undefined;
  /** Undefined where nothing on the way speaks TLS. */
  readonly trust: Trust | undefined;
}

/** Throws GatewayError `internal` for a proxy that cannot be used. */
export function chooseRoute(url: URL, parameters: NetworkParameters | undefined, environment: Environment): Route {
  const proxy = chooseProxy(url, parameters ?? {}, environment);
  const speaksTls = url.protocol === 'https:' || proxy?.url.protocol === 'https:';
  return { proxy, trust: speaksTls ? chooseTrust(parameters ?? {}, environment) : undefined };
}

/** Routes of one key can share connections. */
export function routeKey({ proxy, trust }: Route): string {
  return JSON.stringify([proxy?.url.href, trust]);
}
