/** Which routes a caller may use. Rules of LiteLLM's route checks; status codes of its newest version. */
import { type EntityFields, stringsOf, type UserRole } from '../entities.ts';
import { GatewayError } from '../errors.ts';
import type { Caller, KeyHolder } from '../virtualKey.ts';
import { isInGroup, isRouteGroup, matchesRoute, type RouteGroup } from './routeGroups.ts';

export interface RouteRequest {
  readonly method: string;
  /** As the server knows it: `/key/:key/regenerate`. */
  readonly route: string;
  /** As it was asked for, without the query. */
  readonly path: string;
}

/** What `key_type` makes of `allowed_routes`. */
export const KEY_TYPE_ROUTES: Readonly<Record<string, readonly RouteGroup[]>> = {
  default: [],
  llm_api: ['llm_api_routes'],
  management: ['management_routes'],
  read_only: ['info_routes'],
};

/** POST routes that only read: open to those who may look at everything. */
const READING_POSTS = [
  '/v2/key/info',
  '/budget/info',
  '/key/health',
  '/spend/calculate',
  '/cost/estimate',
  '/torii/mcp',
];

/** Groups that each role may use beside models and information. */
const ROLE_GROUPS: Readonly<Record<Exclude<UserRole, 'proxy_admin' | 'proxy_admin_viewer'>, readonly RouteGroup[]>> = {
  internal_user: ['key_management_routes', 'spend_tracking_routes'],
  internal_user_viewer: ['spend_tracking_routes'],
};

/** What endpoints narrow down to the user. LiteLLM also lets users read `/global/activity`, which are everybody's sums. */
const INTERNAL_USER_READS = ['/tag/list', '/tag/daily/activity'];

/** Throws `permission` or `authentication` unless the caller may use the route. `adminOnly` comes from the config. */
export function requireRoute(caller: Caller, request: RouteRequest, adminOnly: readonly string[]): void {
  if (caller.role === 'admin') return;
  requireAllowedRoute(caller, request);
  if (caller.userRole === 'proxy_admin') return;
  if (adminOnly.some((pattern) => matchesRoute(pattern, request.route) || matchesRoute(pattern, request.path))) {
    throw new GatewayError(
      'permission',
      `user not allowed to access this route. Route=${request.path} is an admin only route`,
    );
  }
  if (caller.userRole === 'proxy_admin_viewer') requireReading(request);
  else if (!mayUse(request.route, caller.userRole)) throw adminOnlyError(caller, request.path);
}

/** Whether a route is for every key: the only ones that may be opened to those who have none. */
export function isForEveryKey(route: string): boolean {
  return mayUse(route, undefined);
}

function mayUse(route: string, role: UserRole | undefined): boolean {
  const groups: readonly RouteGroup[] = ['llm_api_routes', 'info_routes', 'self_managed_routes'];
  if (groups.some((group) => isInGroup(route, group))) return true;
  if (role !== 'internal_user' && role !== 'internal_user_viewer') return false;
  return INTERNAL_USER_READS.includes(route) || ROLE_GROUPS[role].some((group) => isInGroup(route, group));
}

/** Viewers of everything change nothing and cost nothing. */
function requireReading({ method, route, path }: RouteRequest): void {
  if (method === 'GET' || method === 'HEAD' || READING_POSTS.includes(route)) return;
  const what = isInGroup(route, 'llm_api_routes') ? 'this OpenAI routes' : 'this route';
  throw new GatewayError(
    'permission',
    `user not allowed to access ${what}, role= proxy_admin_viewer. Trying to access: ${path}`,
  );
}

function requireAllowedRoute({ key }: KeyHolder, { route, path }: RouteRequest): void {
  const allowed = stringsOf(key.fields, 'allowed_routes');
  if (allowed.length === 0 || allowed.some((entry) => permits(entry, route, path))) return;
  throw new GatewayError(
    'permission',
    `Virtual key is not allowed to call this route. Only allowed to call routes: [${allowed.map((entry) => `'${entry}'`).join(', ')}]. Tried to call route: ${path}`,
  );
}

/** An entry is a group, a route with all below it, or a prefix that ends in `*`. */
function permits(entry: string, route: string, path: string): boolean {
  if (isRouteGroup(entry)) return isInGroup(route, entry);
  // An escaped path reaches another route than it seems to name.
  const names = path.includes('%') ? [route] : [route, path];
  return names.some((name) => matchesRoute(entry, name) || name.startsWith(`${entry}/`));
}

/** Whether a list of allowed routes opens more than models and information: only administrators may give such a list. */
export function opensManagement(fields: EntityFields): boolean {
  return stringsOf(fields, 'allowed_routes').some((entry) => {
    if (entry === 'llm_api_routes' || entry === 'info_routes') return false;
    if (isRouteGroup(entry)) return !entry.startsWith('openai') && !entry.startsWith('anthropic');
    return !isInGroup(entry, 'llm_api_routes') && !isInGroup(entry, 'info_routes');
  });
}

/**
 * What a key's holder is to the management routes. A key without a user that was given management routes by an
 * administrator acts as one, within those routes.
 */
export function holderRole(fields: EntityFields, roleOfUser: UserRole | undefined): UserRole | undefined {
  if (roleOfUser !== undefined) return roleOfUser;
  return opensManagement(fields) ? 'proxy_admin' : undefined;
}

/** LiteLLM's words for what only an administrator may do. */
export function adminOnlyError(caller: Caller, route: string): GatewayError {
  const role = caller.role === 'admin' ? 'proxy_admin' : (caller.userRole ?? 'unknown');
  const userId = caller.role === 'admin' ? undefined : caller.key.userId;
  return new GatewayError(
    'authentication',
    `Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=${route}. Your role=${role}. Your user_id=${userId ?? 'None'}`,
    { param: 'None' },
  );
}
