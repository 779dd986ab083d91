/**
 * LiteLLM's groups of routes, as far as Torii has the routes. A pattern that ends in `*` stands for all that begins so;
 * routes with parameters are written as the server knows them (`/key/:key/regenerate`). What is in no group is for
 * administrators alone.
 */
export const ROUTE_GROUPS = {
  openai_routes: [
    '/v1/chat/completions',
    '/chat/completions',
    '/openai/*',
    '/engines/*',
    '/v1/completions',
    '/completions',
    '/v1/embeddings',
    '/embeddings',
    '/v1/responses*',
    '/responses*',
    '/v1/models*',
    '/models*',
  ],
  anthropic_routes: ['/v1/messages*', '/messages*'],
  litellm_native_routes: ['/utils/*', '/v1/traces', '/v1/metrics', '/v1/logs'],
  info_routes: [
    '/torii/mcp',
    '/torii/me',
    '/key/info',
    '/v2/key/info',
    '/key/health',
    '/key/list',
    '/key/aliases',
    '/team/info',
    '/team/list',
    '/v2/team/list',
    '/team/available',
    '/organization/list',
    '/user/info',
    '/v2/user/info',
    '/user/filter/ui',
    '/user/available_roles',
    '/model/info',
    '/v1/model/info',
    '/v2/model/info',
    '/model_group/info',
    '/models*',
    '/v1/models*',
  ],
  key_management_routes: [
    '/key/generate',
    '/key/service-account/generate',
    '/key/update',
    '/key/bulk_update',
    '/key/delete',
    '/key/info',
    '/v2/key/info',
    '/key/health',
    '/key/list',
    '/key/aliases',
    '/key/regenerate',
    '/key/:key/regenerate',
    '/key/:key/reset_spend',
    '/key/block',
    '/key/unblock',
  ],
  management_routes: [
    '/torii/me',
    '/key/*',
    '/v2/key/*',
    '/user/*',
    '/v2/user/*',
    '/team/*',
    '/v2/team/*',
    '/budget/*',
    '/customer/*',
    '/end_user/*',
    '/tag/*',
    '/model/*',
    '/v1/model/info',
    '/v2/model/info',
    '/model_group/*',
    '/access_group/*',
    '/organization/*',
  ],
  spend_tracking_routes: ['/spend/*', '/cost/estimate', '/user/daily/activity*', '/team/daily/activity*'],
  global_spend_tracking_routes: ['/global/spend*', '/global/activity*', '/tag/daily/activity*'],
  /** Routes that look at the caller themselves and show or change only what is theirs. */
  self_managed_routes: [
    '/team/member_add',
    '/team/member_update',
    '/team/member_delete',
    '/team/bulk_member_add',
    '/team/permissions_list',
    '/team/permissions_update',
    '/user/list',
    '/user/daily/activity*',
    '/team/daily/activity*',
    '/spend/logs*',
    '/spend/calculate',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type RouteGroup = keyof typeof ROUTE_GROUPS | 'llm_api_routes';

/** Requests to models and what goes with them. */
const LLM_GROUPS = ['openai_routes', 'anthropic_routes', 'litellm_native_routes'] as const;

export function isRouteGroup(name: string): name is RouteGroup {
  return name === 'llm_api_routes' || Object.hasOwn(ROUTE_GROUPS, name);
}

/** Whether a route, as the server knows it, belongs to a group. */
export function isInGroup(route: string, group: RouteGroup): boolean {
  if (group === 'llm_api_routes') return LLM_GROUPS.some((one) => isInGroup(route, one));
  return ROUTE_GROUPS[group].some((pattern) => matchesRoute(pattern, route));
}

/** As LiteLLM matches `allowed_routes`: the route itself, what lies below it, and `*` at the end. */
export function matchesRoute(pattern: string, route: string): boolean {
  if (pattern.endsWith('*')) return route.startsWith(pattern.slice(0, -1));
  return pattern === route || withBraces(pattern) === route;
}

/** LiteLLM writes parameters as `{name}`, the server as `:name`. */
function withBraces(pattern: string): string {
  return pattern.replaceAll(/\{([^}]+)\}/g, ':$1');
}
