const PREFIX = '/torii/';
/** Only there to read a path by the rules of URLs. */
const SOMEWHERE = 'http://gateway.invalid';

/**
 * The path as the gateway will see it, or undefined if the dashboard may not ask for it: only `/torii/…` of the
 * gateway itself, after `..` and the like are resolved.
 */
export function forwardedPath(path: string): string | undefined {
  if (!URL.canParse(path, SOMEWHERE)) return undefined;
  const url = new URL(path, SOMEWHERE);
  const allowed = url.origin === SOMEWHERE && url.pathname.startsWith(PREFIX) && !/%2f|%5c/i.test(url.pathname);
  return allowed ? `${url.pathname}${url.search}` : undefined;
}
