import { createServer } from 'node:net';

/** Below those that Linux gives to whoever asks for any port: nobody comes upon one of these by chance. */
const FIRST = 11_000;
const LAST = 32_000;

/** A port of the loopback on which nobody listens, and which no other test is given meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isPortFree(port)) return port;
  }
}

/** Whether nobody holds the port: it can be bound. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
