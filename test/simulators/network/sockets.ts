import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createWatch, type Watch } from './watch.ts';

/** A server's open sockets; the watch is told when one closes. */
export function trackSockets(server: Server, watch: Watch): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      watch.changed();
    });
  });
  return sockets;
}

/** A server on loopback whose open sockets are known. */
export interface TrackedServer {
  readonly port: number;
  /** Resolves when no socket is open any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port of loopback and keeps the server's sockets in view. */
export async function listenTracked(server: Server): Promise<TrackedServer> {
  const watch = createWatch();
  const sockets = trackSockets(server, watch);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    idle: () => watch.until(() => sockets.size === 0 || undefined).then(() => undefined),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
