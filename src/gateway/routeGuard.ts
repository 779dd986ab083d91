import type { FastifyRequest } from 'fastify';
import { isForEveryKey, requireRoute } from '../domain/access/routeAccess.ts';
import { matchesRoute } from '../domain/access/routeGroups.ts';
import { GatewayError } from '../domain/errors.ts';
import type { VirtualKey } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';
import { hashKey } from './digest.ts';
import { callerOf, rememberAnonymous, rememberCaller } from './llmRequest.ts';
import type { SessionHolder } from './uiSessions.ts';

/** Lets a request to a closed route in, by its key or by the open login that came along, or throws. Runs before the body is read. */
export function admitCaller(
  request: FastifyRequest,
  context: GatewayContext,
  session: SessionHolder | undefined,
): void {
  const { access } = context.settings.current;
  const { route, path } = namesOf(request);
  const isNamed = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesRoute(pattern, route) || matchesRoute(pattern, path));
  // A pattern that is too wide must neither open the administration nor lock its owner out of it.
  if (isNamed(access.publicRoutes) && isForEveryKey(route)) {
    rememberAnonymous(request, ANYONE);
    return;
  }
  rememberCaller(request, context, session);
  // The editor and the dashboard are no clients: without their routes nobody could look after the gateway.
  if (access.allowedRoutes !== undefined && !path.startsWith('/torii/') && !isNamed(access.allowedRoutes)) {
    throw new GatewayError('permission', `Route ${path} is not allowed`);
  }
  requireRoute(callerOf(request), { method: request.method, route, path }, access.adminOnlyRoutes);
}

/** Throws `permission` for addresses that `general_settings.allowed_ips` does not name. */
export function checkAddress(request: FastifyRequest, context: GatewayContext): void {
  const { allowedIps, useForwardedFor } = context.settings.current.access;
  if (allowedIps === undefined) return;
  const forwarded = useForwardedFor ? request.headers['x-forwarded-for'] : undefined;
  const address = typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : request.ip;
  if (address !== undefined && allowedIps.includes(plainAddress(address))) return;
  throw new GatewayError('permission', `Access forbidden: IP address not allowed.`);
}

/** IPv4 addresses as they reach a socket that takes both kinds. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/i, '');
}

function namesOf(request: FastifyRequest): { readonly route: string; readonly path: string } {
  const path = request.url.split('?', 1)[0] ?? request.url;
  return { route: request.routeOptions.url ?? path, path };
}

/** Who comes without a key by `general_settings.public_routes`: every model, no management, nobody's data. */
const ANYONE: VirtualKey = {
  token: hashKey('public'),
  keyName: 'public',
  keyAlias: undefined,
  models: [],
  aliases: {},
  userId: undefined,
  teamId: undefined,
  maxBudget: undefined,
  expiresAt: undefined,
  blocked: false,
  metadata: {},
  fields: {},
  createdAt: 0,
  createdBy: undefined,
  updatedAt: 0,
  updatedBy: undefined,
};
