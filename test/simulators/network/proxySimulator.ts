import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listenTracked } from './sockets.ts';
import type { TestCertificate } from './testAuthority.ts';
import { join } from './tlsFront.ts';

export interface ProxyOptions {
  /** `user:password`; others get 407. */
  readonly login?: string;
  /** Refuses every request with this status. */
  readonly refuses?: number;
  /** Names that the proxy can resolve, to ports of 127.0.0.1; others get 502. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** The proxy itself is spoken to by TLS. */
  readonly certificate?: TestCertificate;
}

export interface ProxySimulator {
  /** Without a login. */
  readonly url: string;
  /** What was asked for, oldest first: `CONNECT host:port`, `POST http://host/path`. */
  readonly requests: readonly string[];
  /** Resolves when no socket is open any more. */
  idle(): Promise<void>;
}

/** A company's HTTP proxy on loopback: CONNECT for TLS, absolute addresses for plain HTTP. It ends with the test. */
export async function startProxySimulator(options: ProxyOptions = {}): Promise<ProxySimulator> {
  const requests: string[] = [];
  const server =
    options.certificate === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: options.certificate.cert, key: options.certificate.key });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => undefined);
    requests.push(`CONNECT ${request.url}`);
    const status = refusalOf(request, options);
    const port = options.hosts?.[hostOf(request.url ?? '')];
    if (status !== undefined || port === undefined) {
      socket.end(`HTTP/1.1 ${status ?? 502} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    const upstream = connect({ host: '127.0.0.1', port }, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      join(socket, upstream);
    });
    upstream.on('error', () => socket.destroy());
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url}`);
    const url = URL.parse(request.url ?? '');
    const status = refusalOf(request, options);
    const port = url === null ? undefined : options.hosts?.[url.hostname];
    if (status !== undefined || url === null || port === undefined) {
      response.writeHead(status ?? 502).end();
      return;
    }
    forward(request, response, url, port);
  });
  const tracked = await listenTracked(server);
  onTestFinished(() => tracked.close());
  return {
    url: `${options.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${tracked.port}`,
    requests,
    idle: () => tracked.idle(),
  };
}

function refusalOf(request: IncomingMessage, { login, refuses }: ProxyOptions): number | undefined {
  if (refuses !== undefined) return refuses;
  if (login === undefined) return undefined;
  const wanted = `Basic ${Buffer.from(login).toString('base64')}`;
  return request.headers['proxy-authorization'] === wanted ? undefined : 407;
}

function hostOf(authority: string): string {
  return authority.replace(/:\d+$/, '');
}

function forward(request: IncomingMessage, response: ServerResponse, url: URL, port: number): void {
  const { 'proxy-authorization': _login, 'proxy-connection': _connection, ...headers } = request.headers;
  const path = url.pathname + url.search;
  const onward = send({ host: '127.0.0.1', port, path, method: request.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
