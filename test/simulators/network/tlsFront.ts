import { connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { listenTracked } from './sockets.ts';
import type { TestCertificate } from './testAuthority.ts';

export interface TlsFrontOptions {
  readonly certificate: TestCertificate;
  /** Asks clients for a certificate of this authority (PEM), and turns others away. */
  readonly clientAuthority?: string;
}

/** TLS in front of a simulator that speaks plain HTTP; ends with the test. Gives its port on 127.0.0.1. */
export async function startTlsFront(upstream: string, options: TlsFrontOptions): Promise<number> {
  const { hostname, port } = new URL(upstream);
  const { cert, key } = options.certificate;
  const asking =
    options.clientAuthority === undefined
      ? {}
      : { requestCert: true, rejectUnauthorized: true, ca: options.clientAuthority };
  const server = createServer({ cert, key, ...asking }, (secure) => {
    join(secure, connect({ host: hostname, port: Number(port) }));
  });
  server.on('tlsClientError', () => undefined);
  const tracked = await listenTracked(server);
  onTestFinished(() => tracked.close());
  return tracked.port;
}

/** Joins two sockets until one of them ends. */
export function join(left: Socket, right: Socket): void {
  left.pipe(right).pipe(left);
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}
