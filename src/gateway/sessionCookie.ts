import type { FastifyRequest } from 'fastify';
import { header } from './requestFacts.ts';
import type { SessionHolder, UiSessions } from './uiSessions.ts';

const COOKIE = 'torii_session';
/** What the dashboard says of itself. No foreign page can send it: it would have to be asked for, and nobody is. */
const DASHBOARD = 'torii-dashboard';

/** A cookie that no script reads and that comes with requests of the dashboard's own pages alone. */
export function sessionCookie(id: string): string {
  return `${COOKIE}=${id}; HttpOnly; SameSite=Strict; Path=/`;
}

/** The session that a request brings, open or not. */
export function sessionOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/**
 * For whom a request with an open login stands. The cookie alone reads what the dashboard shows; for all else the
 * request must say that the dashboard's script sent it (`X-Requested-With`), and the browser must not contradict.
 */
export function sessionHolder(request: FastifyRequest, sessions: UiSessions): SessionHolder | undefined {
  const id = sessionOf(request);
  const holder = id === undefined ? undefined : sessions.find(id);
  if (holder === undefined) return undefined;
  const reads = request.routeOptions.config.dashboard === true && request.method === 'GET';
  return reads || isFromDashboard(request) ? holder : undefined;
}

function isFromDashboard(request: FastifyRequest): boolean {
  const site = header(request, 'sec-fetch-site');
  return header(request, 'x-requested-with') === DASHBOARD && (site === undefined || site === 'same-origin');
}
