import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { isObject } from '../../domain/json.ts';
import { crossedClosing } from '../network/crossedRequest.ts';

/** undici tells here of every request that it begins to write, and on which socket. */
const SENDING = 'undici:client:sendHeaders';

/** What a socket had received before its last request, bytes; 0 at its first. */
const receivedBefore = new WeakMap<Socket, number>();
const broken = new WeakMap<object, { readonly receivedBefore: number; readonly received: number }>();

/** Remembers how connections broke: undici's errors do not tell a kept one from a new one. Safe to call more than once. */
export function watchConnections(): void {
  subscribe(SENDING, noteSending);
}

/** Whether a request failed because the server was closing the kept connection that it went out on. */
export function hasCrossed(thrown: unknown, elapsedMs: number): boolean {
  const how = isObject(thrown) ? broken.get(thrown) : undefined;
  return how !== undefined && crossedClosing({ thrown, elapsedMs, ...how });
}

function noteSending(message: unknown): void {
  const socket = isObject(message) ? message['socket'] : undefined;
  if (!(socket instanceof Socket)) return;
  if (receivedBefore.has(socket)) {
    receivedBefore.set(socket, socket.bytesRead);
    return;
  }
  receivedBefore.set(socket, 0);
  socket.once('error', (thrown) => {
    broken.set(thrown, { receivedBefore: receivedBefore.get(socket) ?? 0, received: socket.bytesRead });
  });
}
