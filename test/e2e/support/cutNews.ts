/**
 * Loaded into a program before it starts: at SIGUSR2 it breaks the connections to the gateway's notices and refuses
 * new ones, as a network does that loses long connections; at the next one it lets them through again.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const open = new Set<Socket>();
let isCut = false;

subscribe('http.server.request.start', (message) => {
  const { request, socket } = message as { readonly request: IncomingMessage; readonly socket: Socket };
  if (request.url?.startsWith('/torii/events') !== true) return;
  if (isCut) socket.destroy();
  else open.add(socket.once('close', () => open.delete(socket)));
});

process.on('SIGUSR2', () => {
  isCut = !isCut;
  if (isCut) for (const socket of open) socket.destroy();
});
