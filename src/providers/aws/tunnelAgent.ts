import type { AgentOptions, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { TunnelRefusal } from '../network/hopAdvice.ts';
import type { TlsOptions } from '../network/trust.ts';
import { watchReuse } from './keptConnections.ts';

type Connecting = Parameters<HttpsProxyAgent<string>['connect']>;

export interface TunnelOptions extends AgentOptions {
  readonly proxy: URL;
  /** Whether the servers at the other end speak TLS. */
  readonly secure: boolean;
  readonly tls: TlsOptions | undefined;
}

/** Connections through a proxy's CONNECT. A proxy that refuses is an error; the library would pass its answer off as the server's. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #secure: boolean;
  readonly #tls: TlsOptions | undefined;

  constructor({ proxy, secure, tls, ...options }: TunnelOptions) {
    super(proxy.href, { ...options, ...tls });
    this.#secure = secure;
    this.#tls = tls;
  }

  /** The library looks for `https` in the call stack, which is another one when it keeps a socket: none would be used again. */
  override isSecureEndpoint(): boolean {
    return this.#secure;
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    watchReuse(socket, request);
  }

  override async connect(request: Connecting[0], options: Connecting[1]): Promise<Socket> {
    let status = 200;
    request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      status = statusCode;
    });
    const socket = await super.connect(request, { ...options, ...this.#tls });
    if (status === 200) return socket;
    socket.destroy();
    throw new TunnelRefusal(status);
  }
}
