import { isDashboardPath } from '../protocol/dashboardPaths.ts';

/** Only there to read a path by the rules of URLs. */
const SOMEWHERE = 'http://gateway.invalid';

/**
 * The path as the gateway will see it, or undefined if the dashboard may not ask for it: only its own paths of the
 * gateway itself, after `..` and the like are resolved.
 */
export function forwardedPath(path: string): string | undefined {
  if (!URL.canParse(path, SOMEWHERE)) return undefined;
  const url = new URL(path, SOMEWHERE);
  const allowed = url.origin === SOMEWHERE && isDashboardPath(url.pathname) && !/%2f|%5c/i.test(url.pathname);
  return allowed ? `${url.pathname}${url.search}` : undefined;
}
