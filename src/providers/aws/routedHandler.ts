import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { NetworkParameters } from '../../domain/networkParameters.ts';
import type { Environment } from '../network/environment.ts';
import { explainHop } from '../network/hopAdvice.ts';
import { chooseRoute, type Route, routeKey } from '../network/route.ts';
import { tlsOptions } from '../network/trust.ts';
import { hasCrossed, KeptHttpAgent, KeptHttpsAgent } from './keptConnections.ts';
import { TunnelAgent } from './tunnelAgent.ts';

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Options = Parameters<NodeHttpHandler['handle']>[1];

/** ms until a connection must stand, the proxy's tunnel included. */
const CONNECT_TIMEOUT = 10_000;
/** Sockets to one endpoint; a slow stream holds one for as long as it lasts. */
const MAX_SOCKETS = 1024;

/**
 * The SDK's HTTP/1.1 handler over proxies and with the authorities of the config. The way is chosen for each request,
 * because only the SDK knows the addresses of its services. A connection that fails says which machine failed. A request that
 * crossed the closing of a kept connection is sent once more, on a connection of its own.
 */
export class RoutedHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #parameters: NetworkParameters | undefined;
  readonly #environment: Environment;
  readonly #handlers = new Map<string, NodeHttpHandler>();

  constructor(parameters: NetworkParameters | undefined, environment: Environment) {
    this.#parameters = parameters;
    this.#environment = environment;
  }

  async handle(request: Request, options?: Options): ReturnType<NodeHttpHandler['handle']> {
    const url = toUrl(request);
    const route = chooseRoute(url, this.#parameters, this.#environment);
    try {
      return await this.#send(route, request, options);
    } catch (thrown) {
      const words = explainHop(thrown, { host: url.host, addressSetting: 'the endpoint', route });
      throw words === undefined || !(thrown instanceof Error) ? thrown : explained(thrown, words);
    }
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {
    for (const handler of this.#handlers.values()) handler.destroy();
    this.#handlers.clear();
  }

  async #send(route: Route, request: Request, options?: Options): ReturnType<NodeHttpHandler['handle']> {
    try {
      return await this.#handlerFor(route, true).handle(request, options);
    } catch (thrown) {
      if (!hasCrossed(thrown) || !isWritten(request.body)) throw thrown;
      return await this.#handlerFor(route, false).handle(request, options);
    }
  }

  #handlerFor(route: Route, keepAlive: boolean): NodeHttpHandler {
    const key = `${keepAlive} ${routeKey(route)}`;
    const handler = this.#handlers.get(key) ?? openHandler(route, keepAlive, this.#environment);
    this.#handlers.set(key, handler);
    return handler;
  }
}

function openHandler({ proxy, trust }: Route, keepAlive: boolean, environment: Environment): NodeHttpHandler {
  const options = { keepAlive, maxSockets: MAX_SOCKETS };
  const tls = trust === undefined ? undefined : tlsOptions(trust, environment);
  if (proxy !== undefined) {
    const tunnel = (secure: boolean) => new TunnelAgent({ ...options, proxy: proxy.url, secure, tls });
    return new NodeHttpHandler({
      connectionTimeout: CONNECT_TIMEOUT,
      httpAgent: tunnel(false),
      httpsAgent: tunnel(true),
    });
  }
  return new NodeHttpHandler({
    connectionTimeout: CONNECT_TIMEOUT,
    httpAgent: new KeptHttpAgent(options),
    httpsAgent: new KeptHttpsAgent({ ...options, ...tls }),
  });
}

/** A body that can be sent again: a stream has been read. */
function isWritten(body: unknown): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

function toUrl({ protocol, hostname, port }: Request): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
}

/** The SDK goes by an error's name and code. */
function explained(thrown: Error, words: string): Error {
  const code = 'code' in thrown ? { code: thrown.code } : {};
  return Object.assign(new Error(words, { cause: thrown }), { name: thrown.name }, code);
}
