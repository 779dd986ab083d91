/**
 * A server that closes an idle connection while a request is on its way answers it with a reset within a round trip, ms.
 * Whoever breaks off later is more likely to have worked on the request, and to be paid for it.
 */
const MOST_MS = 5000;

/** What a socket says when its other side is gone: Node's codes, and undici's for a connection that was closed in order. */
const GONE: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** How a request failed, seen from its socket. */
export interface BrokenRequest {
  readonly thrown: unknown;
  /** Bytes that the socket had received before the request, the answers to earlier ones; 0 for a new connection. */
  readonly receivedBefore: number;
  /** The same at the failure. */
  readonly received: number;
  readonly elapsedMs: number;
}

/**
 * Whether the request most likely crossed the closing of an idle connection. From here it cannot be told for certain: a server
 * that crashes over a request at once looks the same.
 */
export function crossedClosing({ thrown, receivedBefore, received, elapsedMs }: BrokenRequest): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return GONE.includes(code) && receivedBefore > 0 && received === receivedBefore && elapsedMs < MOST_MS;
}
