import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { crossedClosing } from '../network/crossedRequest.ts';

const crossed = new WeakSet<object>();

/** Whether a request failed because the server was closing the kept connection that it went out on. */
export function hasCrossed(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && crossed.has(thrown);
}

/** For an agent's `reuseSocket`: remembers the failure of a request that crosses the closing of its connection. */
export function watchReuse(socket: Duplex, request: ClientRequest): void {
  if (!(socket instanceof Socket)) return;
  const receivedBefore = socket.bytesRead;
  const begun = performance.now();
  request.once('error', (thrown) => {
    const { bytesRead: received } = socket;
    const elapsedMs = performance.now() - begun;
    if (crossedClosing({ thrown, receivedBefore, received, elapsedMs })) crossed.add(thrown);
  });
}

/** Node's agent for plain connections, watched. */
export class KeptHttpAgent extends HttpAgent {
  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    watchReuse(socket, request);
  }
}

/** Node's agent for TLS, watched. */
export class KeptHttpsAgent extends HttpsAgent {
  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    watchReuse(socket, request);
  }
}
