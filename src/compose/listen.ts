import { GatewayError } from '../domain/errors.ts';
import type { GatewayContext } from '../gateway/context.ts';
import { GracefulStop } from '../gateway/gracefulStop.ts';
import { createServer } from '../gateway/server.ts';
import { CONNECTION_LIMITS } from '../gateway/slowRequests.ts';
import { StartError } from '../startError.ts';
import { systemClock as clock } from '../systemPorts.ts';
import type { GatewayOptions } from './gatewayOptions.ts';

export interface Listener {
  /** E.g. `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly stop: GracefulStop;
}

/** Serves on the address of the options. Throws StartError `port-taken`. */
export async function listen(context: GatewayContext, options: GatewayOptions): Promise<Listener> {
  let baseUrl = '';
  const server = createServer(context, {
    host: options.host,
    baseUrl: () => baseUrl,
    limits: options.connectionLimits ?? CONNECTION_LIMITS,
  });
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!taken) throw cause;
    const message = `Port ${options.port} on ${options.host} is taken by another program. Stop it, or choose another port.`;
    throw new StartError('port-taken', new GatewayError('conflict', message, { cause }));
  }
  const address = server.addresses()[0];
  const port = typeof address === 'object' ? address.port : options.port;
  baseUrl = `http://${urlHost(options.host)}:${port}`;
  return { baseUrl, port, stop: new GracefulStop(server, context.activeRequests, clock) };
}

/** An address to connect to: "all addresses" is none. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
