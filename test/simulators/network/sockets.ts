import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A server on loopback whose open sockets are known. */
export interface TrackedServer {
  readonly port: number;
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves when no socket is open any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port of loopback and keeps the server's sockets in view. */
export async function listenTracked(server: Server, host = '127.0.0.1', port = 0): Promise<TrackedServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    idle: async () => {
      while (sockets.size > 0) await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
