const ANY_ADDRESS = new Set(['0.0.0.0', '::', '[::]', '']);

/** Base URL by which this machine reaches a gateway bound to `host`. No trailing slash. */
export function baseUrlOf(host: string, port: number): string {
  const reachable = ANY_ADDRESS.has(host) ? '127.0.0.1' : host;
  const bracketed = reachable.includes(':') && !reachable.startsWith('[') ? `[${reachable}]` : reachable;
  return `http://${bracketed}:${port}`;
}
