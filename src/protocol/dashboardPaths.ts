/** What the dashboard in a webview reads and changes, LiteLLM's own paths for keys and the like included. With `/` at its end: a prefix. */
const OPEN_TO_DASHBOARD = [
  '/torii/',
  '/key/',
  '/team/',
  '/v2/team/',
  '/user/',
  '/customer/',
  '/budget/',
  '/model/',
  '/health/',
  '/v1/chat/completions',
  '/v1/messages',
  '/v1/responses',
  '/v1/completions',
] as const;

/** For the program that runs the gateway, not for a page. */
const CLOSED = ['/torii/shutdown'] as const;

/** Whether the dashboard may call `path` (without query, `..` resolved). */
export function isDashboardPath(path: string): boolean {
  if (CLOSED.some((closed) => path === closed)) return false;
  return OPEN_TO_DASHBOARD.some((open) => (open.endsWith('/') ? path.startsWith(open) : path === open));
}
