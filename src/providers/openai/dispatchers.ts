import type { Agent, Dispatcher, ProxyAgent } from 'undici';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { Environment } from '../network/environment.ts';
import { chooseRoute, type Route, routeKey } from '../network/route.ts';
import { tlsOptions } from '../network/trust.ts';
import { watchConnections } from './brokenConnections.ts';

/** Connections to upstream servers, kept alive between requests. */
export interface Dispatchers {
  /** Throws GatewayError for proxies and certificates in the settings that cannot be used. */
  forUrl(url: URL, network: NetworkParameters | undefined): Promise<Dispatcher>;
  /** The same, with a connection for each request. */
  unkept(url: URL, network: NetworkParameters | undefined): Promise<Dispatcher>;
  /** The way that requests to this address take. */
  route(url: URL, network: NetworkParameters | undefined): Route;
  close(): Promise<void>;
}

/**
 * Time limits on headers and body are the router's, which knows the deployment's; only connecting has one here.
 * HTTP/1.1, because proxies and small servers fail on HTTP/2 more often than it helps.
 */
const OPTIONS = {
  connectTimeout: 10_000,
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: 30_000,
  allowH2: false,
} as const;

/** undici's word for a connection that ends with its request. */
const UNKEPT = { pipelining: 0 } as const;

/** undici is loaded with the first request: it is the larger part of a start otherwise. */
export function createDispatchers(environment: Environment): Dispatchers {
  const open = new Map<string, Promise<Agent | ProxyAgent>>();
  const route = (url: URL, network: NetworkParameters | undefined) => chooseRoute(url, network, environment);
  // A deployment's address is one object, and always has the same settings.
  const keys = new WeakMap<URL, string>();
  const find = (url: URL): Promise<Agent | ProxyAgent> | undefined => {
    const key = keys.get(url);
    return key === undefined ? undefined : open.get(key);
  };
  const opened = (key: string, make: () => Promise<Agent | ProxyAgent>): Promise<Agent | ProxyAgent> => {
    const known = open.get(key);
    if (known !== undefined) return known;
    const dispatcher = make();
    open.set(key, dispatcher);
    // What failed is tried anew by the next request: the file may be there by then.
    dispatcher.catch(() => open.delete(key));
    return dispatcher;
  };
  const connect = (url: URL, network: NetworkParameters | undefined): Promise<Agent | ProxyAgent> => {
    const way = route(url, network);
    const key = routeKey(way);
    keys.set(url, key);
    return opened(key, () => openDispatcher(way, environment));
  };
  return {
    route,
    unkept(url, network) {
      const way = route(url, network);
      return opened(`unkept ${routeKey(way)}`, () => openDispatcher(way, environment, UNKEPT));
    },
    forUrl: (url, network) => find(url) ?? connect(url, network),
    async close() {
      const dispatchers = [...open.values()];
      open.clear();
      const settled = await Promise.allSettled(dispatchers);
      await Promise.all(settled.map((each) => (each.status === 'fulfilled' ? each.value.destroy() : undefined)));
    },
  };
}

async function openDispatcher(
  { proxy, trust }: Route,
  environment: Environment,
  kept: { readonly pipelining?: number } = {},
): Promise<Agent | ProxyAgent> {
  const { Agent, ProxyAgent } = await import('undici');
  watchConnections();
  const options = { ...OPTIONS, ...kept };
  const tls = trust === undefined ? {} : tlsOptions(trust, environment);
  if (proxy === undefined) return new Agent({ ...options, connect: { ...tls, timeout: OPTIONS.connectTimeout } });
  return new ProxyAgent({ ...options, uri: proxy.url.href, requestTls: tls, proxyTls: tls });
}
