import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/errors.ts';
import { isObject } from '../domain/json.ts';
import type { GatewayContext } from './context.ts';

const LOOPBACK_NAMES = new Set(['localhost', 'host.docker.internal']);

/**
 * Against DNS rebinding: a page on a foreign name that resolves to this machine gets nothing. Names beside loopback are
 * allowed by `torii_settings.allowed_hosts`; a gateway that listens on other addresses by its owner's will has no check.
 */
export function createHostCheck(context: GatewayContext, listeningHost: string): (request: FastifyRequest) => void {
  if (!isLoopback(listeningHost)) return () => undefined;
  /** Most requests say the same one. */
  let lastLoopback: string | undefined;
  return ({ headers: { host = '' } }) => {
    if (host === lastLoopback) return;
    const name = hostName(host);
    if (name === '' || isLoopback(name)) lastLoopback = host;
    else if (!allowedHosts(context).includes(name)) throw notAllowed(name);
  };
}

function notAllowed(name: string): GatewayError {
  return new GatewayError(
    'permission',
    `The host name '${name}' is not allowed. Write it into the config, which is read again at once, and reload the page: "torii_settings: { allowed_hosts: [${name}] }". On the machine itself, http://127.0.0.1 works without that.`,
  );
}

export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (LOOPBACK_NAMES.has(name) || name.endsWith('.localhost')) return true;
  if (isIP(name) === 4) return name.startsWith('127.');
  return name === '::1' || name === '::ffff:127.0.0.1';
}

function hostName(host: string): string {
  const match = /^(\[[^\]]*\]|[^:]*)/.exec(host.trim());
  return (match?.[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase();
}

/** Lower case, from `torii_settings.allowed_hosts`. */
export function allowedHosts(context: GatewayContext): readonly string[] {
  const own = context.settings.current.document['torii_settings'];
  const hosts = isObject(own) ? own['allowed_hosts'] : undefined;
  return Array.isArray(hosts)
    ? hosts.filter((host): host is string => typeof host === 'string').map((host) => host.toLowerCase())
    : [];
}
